"""What readers outside the fictional council ask: an assessment, a submission with comments, and returns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from assessments.models import Criterion, Judgement, JudgementLink, ScaleLevel
from assessments.rules import SUGGESTED_SCALE
from councils.models import Person
from deliverables.models import Deliverable
from returns.models import AnswerChange, OwedReturn, ReaderComment, Sending, Submission, SubmissionStep
from returns.rules import Repeats, State
from strategies.models import Strategy

from .clock import Clock


def add_readers(strategy: Strategy, entries: dict[str, Any], people: dict[str, Person], clock: Clock) -> None:
    """Add sample judgements, comments and returns, with days counted back from today."""
    _assess(strategy, entries, clock)
    _submit(strategy, entries, people, clock)
    _owe(strategy, entries, people, clock)


def _assess(strategy: Strategy, entries: dict[str, Any], clock: Clock) -> None:
    levels = [
        ScaleLevel.objects.create(strategy=strategy, word=word, position=position)
        for position, word in enumerate(SUGGESTED_SCALE, 1)
    ]
    for position, entry in enumerate(entries["criteria"], 1):
        criterion = Criterion.objects.create(
            strategy=strategy, title=entry["title"], text=entry["text"], position=position
        )
        for said in entry["judgements"]:
            judgement = Judgement.objects.create(
                criterion=criterion,
                level=levels[said["level"] - 1],
                judged_on=clock.today - timedelta(days=said["days_ago"]),
                outside=entries["reader"],
                reason=said["reason"],
                missing=said.get("missing", ""),
                sample=True,
            )
            deliverable = Deliverable.objects.filter(strategy=strategy).order_by("id")[position - 1]
            JudgementLink.objects.create(judgement=judgement, deliverable=deliverable, position=1)


def _submit(strategy: Strategy, entries: dict[str, Any], people: dict[str, Person], clock: Clock) -> None:
    submission = Submission.objects.create(
        strategy=strategy,
        title=entries["submission"],
        submitted_to=entries["reader"],
        reference="SAMPLE-1",
        state=State.COMMENTS_RECEIVED,
        sample=True,
    )
    for state, days_ago in ((State.SUBMITTED, 60), (State.COMMENTS_RECEIVED, 20)):
        SubmissionStep.objects.create(
            submission=submission, state=state, taken_on=clock.today - timedelta(days=days_ago)
        )
    received_on = clock.today - timedelta(days=20)
    for number, entry in enumerate(entries["comments"], 1):
        answered = bool(entry.get("answer"))
        comment = ReaderComment.objects.create(
            submission=submission,
            label=str(number),
            text=entry["text"],
            received_on=received_on,
            answer=entry.get("answer", ""),
            answered_on=clock.today - timedelta(days=5) if answered else None,
            person=people[entry["by"]] if answered else None,
            position=number,
        )
        if answered:
            changed = Deliverable.objects.filter(strategy=strategy).order_by("id").first()
            AnswerChange.objects.create(comment=comment, deliverable=changed, position=1)


def _owe(strategy: Strategy, entries: dict[str, Any], people: dict[str, Person], clock: Clock) -> None:
    for entry in entries["returns"]:
        owed = OwedReturn.objects.create(
            title=entry["title"],
            owed_to=entries["reader"],
            strategy=strategy,
            due_on=clock.today + timedelta(days=entry["due_in_days"]),
            repeats=entry.get("repeats", Repeats.ONCE.value),
            evidence=entry["evidence"],
            owner_person=people[entry["owner"]],
            sample=True,
        )
        if entry.get("sent"):
            Sending.objects.create(
                owed=owed, sent_on=owed.due_on, person=people[entry["owner"]], reference="SAMPLE-2"
            )
