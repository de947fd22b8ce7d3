"""Enter the reader's comments, and answer them one by one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.models import Person, Post
from councils.permissions import Permission
from councils.tenancy import recorded
from deliverables.models import Deliverable

from ..models import AnswerChange, ReaderComment, Submission
from ..rules import State, takes_comments


@dataclass(frozen=True)
class CommentRow:
    """A comment as it is to be. `key` is its public id, None for a new one. `label` is as the reader numbers it."""

    key: UUID | None
    label: str
    text: str
    received_on: date | None = None


@dataclass(frozen=True)
class Answer:
    """An answer to a comment: by a person or a post, on a day, with the deliverables that were changed for it."""

    text: str
    by: Person | Post | None
    answered_on: date
    changed: Sequence[Deliverable] = ()


def save_comments(
    *, submission: Submission, rows: Sequence[CommentRow], removed: Collection[UUID], by: Actor
) -> bool:
    """Save the comments in this order. Return whether anything is different now. Call it with the submission locked.

    Comments not named stay, at the end. Raises ChangeRefused: an answered comment is not removed, and a submission that
    is not with the reader takes none.
    """
    require(by, Permission.PLAN_CHANGE)
    _check_open(submission)
    stored = {row.public_id: row for row in ReaderComment.objects.filter(submission=submission)}
    labels = [each.label.strip().casefold() for each in rows]
    problems = {
        f"{place}.label": f"{each.label.strip()} is the number of another comment"
        for place, each in enumerate(rows)
        if labels.index(labels[place]) != place
    }
    if problems:
        raise ChangeRefused(problems)
    gone = [stored[key] for key in removed if key in stored]
    if answered := [row.label for row in gone if row.answer]:
        raise ChangeRefused(f"Comment {', '.join(answered)} is answered, so it stays")
    named = {each.key for each in rows} | {*removed}
    others = [row for key, row in stored.items() if key not in named]
    added, changed = [], []
    for position, said in enumerate(rows, 1):
        values: dict[str, Any] = {
            "label": said.label.strip(),
            "text": said.text.strip(),
            "received_on": said.received_on,
            "position": position,
        }
        found = stored.get(said.key) if said.key else None
        if found is None:
            added.append(ReaderComment(submission=submission, **values))
        elif any(getattr(found, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(found, name, value)
            changed.append(found)
    for position, row in enumerate(others, len(rows) + 1):
        if row.position != position:
            row.position = position
            changed.append(row)
    if not (added or changed or gone):
        return False
    with recorded("comments.changed", actor=by.reference):
        ReaderComment.objects.filter(pk__in=[row.pk for row in gone]).delete()
        ReaderComment.objects.bulk_update(changed, ["label", "text", "received_on", "position"])
        ReaderComment.objects.bulk_create(added)
    return True


def answer_comment(*, comment: ReaderComment, answer: Answer, by: Actor, today: date) -> None:
    """Answer a comment, or change its answer. Call it with the submission locked. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    _check_open(comment.submission)
    problems = {}
    if not answer.text.strip():
        problems["answer"] = "Enter the answer"
    if answer.by is None:
        problems["answered_by"] = "Select who answered"
    if answer.answered_on > today:
        problems["answered_on"] = "The day of the answer must be today or earlier"
    if problems:
        raise ChangeRefused(problems)
    with recorded("comment.answered", actor=by.reference):
        comment.answer, comment.answered_on = answer.text.strip(), answer.answered_on
        comment.person = answer.by if isinstance(answer.by, Person) else None
        comment.post = answer.by if isinstance(answer.by, Post) else None
        comment.save(update_fields=["answer", "answered_on", "person", "post"])
        stored = {each.deliverable_id: each for each in AnswerChange.objects.filter(comment=comment)}
        wanted = {each.pk: each for each in answer.changed}
        gone = [each.pk for key, each in stored.items() if key not in wanted]
        AnswerChange.objects.filter(pk__in=gone).delete()
        AnswerChange.objects.bulk_create(
            AnswerChange(comment=comment, deliverable=each, position=place)
            for place, each in enumerate(wanted.values(), 1)
            if each.pk not in stored
        )


def _check_open(submission: Submission) -> None:
    state = State(submission.state)
    if not takes_comments(state):
        raise ChangeRefused(f"This submission is {state.word.lower()}, so its comments cannot be changed")
