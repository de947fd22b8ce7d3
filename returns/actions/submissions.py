"""Add, change and remove submissions, and take them from one state to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.periods import words_for_date
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import Strategy, Version

from ..models import ReaderComment, Submission, SubmissionStep
from ..rules import State, step_problem


@dataclass(frozen=True)
class SubmissionSaid:
    """What is said of a submission. `version` is the version of the plan that is submitted."""

    title: str
    submitted_to: str
    reference: str = ""
    version: Version | None = None


def add_submission(
    *, strategy: Strategy, said: SubmissionSaid, by: Actor, sample: bool = False
) -> Submission:
    """Add a submission as a draft. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    columns = _columns(strategy, said)
    with recorded("submission.added", actor=by.reference):
        return Submission.objects.create(strategy=strategy, sample=sample, **columns)


def change_submission(*, submission: Submission, said: SubmissionSaid, by: Actor) -> bool:
    """Change what is said of a submission, not its state. Return whether anything is different now."""
    require(by, Permission.PLAN_CHANGE)
    columns = _columns(submission.strategy, said)
    changed = [name for name, value in columns.items() if getattr(submission, name) != value]
    if not changed:
        return False
    with recorded("submission.changed", actor=by.reference):
        for name in changed:
            setattr(submission, name, columns[name])
        submission.save(update_fields=changed)
    return True


def remove_submission(*, submission: Submission, reason: str = "", by: Actor) -> None:
    """Remove a draft. What has been with a reader stays: it can be closed instead. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    if submission.state != State.DRAFT:
        raise ChangeRefused("This was submitted, so it stays. Close it instead")
    with recorded("submission.removed", actor=by.reference, reason=reason.strip()):
        submission.delete()


def take_step(
    *, submission: Submission, to: State, taken_on: date, note: str = "", by: Actor, today: date
) -> SubmissionStep:
    """Take a submission to another state on a day. Call it with the submission locked.

    Raises ChangeRefused by the rule in docs/rules/returns.md, which names the comments without an answer.
    """
    require(by, Permission.PLAN_CHANGE)
    comments = list(ReaderComment.objects.filter(submission=submission).values_list("label", "answer"))
    unanswered = [label for label, answer in comments if not answer]
    problem = step_problem(State(submission.state), to, unanswered, comments=len(comments))
    if problem:
        raise ChangeRefused(problem)
    if taken_on > today:
        raise ChangeRefused({"taken_on": "The day must be today or earlier"})
    last = SubmissionStep.objects.filter(submission=submission).order_by("-taken_on").first()
    if last and taken_on < last.taken_on:
        raise ChangeRefused(
            {"taken_on": f"The day must not be before the last step, {words_for_date(last.taken_on)}"}
        )
    if (
        to in (State.SUBMITTED, State.RESUBMITTED)
        and not submission.version_id
        and submission.strategy.versions.exists()
    ):
        raise ChangeRefused("Say which version of the plan is submitted: change the submission first")
    with recorded("submission.moved", actor=by.reference):
        submission.state = to
        submission.save(update_fields=["state"])
        step: SubmissionStep = SubmissionStep.objects.create(
            submission=submission,
            state=to,
            taken_on=taken_on,
            version_label=submission.version.label if submission.version else "",
            note=note.strip(),
        )
    return step


def _columns(strategy: Strategy, said: SubmissionSaid) -> dict[str, Any]:
    columns = {name: getattr(said, name) for name in ("title", "submitted_to", "reference")}
    columns = {name: value.strip() for name, value in columns.items()}
    problems = {}
    if not columns["title"]:
        problems["title"] = "Enter a title"
    if not columns["submitted_to"]:
        problems["submitted_to"] = "Say to whom the plan is submitted"
    if said.version is not None and said.version.strategy_id != strategy.pk:
        problems["version"] = "Select a version of this plan"
    if problems:
        raise ChangeRefused(problems)
    return columns | {"version": said.version}
