"""Record what a step says of a circulated version: it approves, or returns it. Take a wrong approval back."""

from __future__ import annotations

from datetime import date, datetime

from core.refusals import ChangeRefused
from core.words import list_words
from councils.actors import Actor
from councils.tenancy import recorded

from ..log_phrases import APPROVED, RETURNED, TAKEN_BACK
from ..models import ApprovalStep, PlanVersion, VersionEvent
from ..rules import Act, VersionState, can_take_back, date_problem, open_steps
from .checks import check_act, steps_of, write_event
from .table_rows import enter_approval, remove_approvals


def approve_step(
    *, step: ApprovalStep, on: date, by: Actor, today: date, now: datetime, comment: str = ""
) -> None:
    """Record that the step has approved the copy on this day. Raises ChangeRefused."""
    version, mine = _open(step, by, on, today)
    with recorded(APPROVED, actor=by.reference):
        approval = enter_approval(version, mine, on=on)
        ApprovalStep.objects.filter(pk=mine.pk).update(approval=approval, returned_on=None, comment="")
        _write(version, VersionEvent.Kind.APPROVED, mine.words, on, comment, by, now)


def return_step(*, step: ApprovalStep, on: date, comment: str, by: Actor, today: date, now: datetime) -> None:
    """Record that the step has returned the copy, with what has to change. Raises ChangeRefused."""
    version, mine = _open(step, by, on, today)
    said = comment.strip()
    if not said:
        raise ChangeRefused({"comment": "Enter what has to change"})
    with recorded(RETURNED, actor=by.reference):
        ApprovalStep.objects.filter(pk=mine.pk).update(returned_on=on, comment=said)
        _write(version, VersionEvent.Kind.RETURNED, mine.words, on, said, by, now)


def take_back_approval(*, step: ApprovalStep, reason: str, by: Actor, today: date, now: datetime) -> None:
    """Take back an approval that was recorded by mistake. Raises ChangeRefused."""
    version = step.plan_version
    check_act(version, Act.DECIDE, by)
    steps = steps_of(version)
    mine = next(each for each in steps if each.pk == step.pk)
    if not can_take_back(VersionState(version.state), mine.facts, [each.facts for each in steps]):
        raise ChangeRefused(
            "This approval cannot be taken back: there is none, or a later place has approved"
        )
    why = reason.strip()
    if not why:
        raise ChangeRefused({"reason": "Enter why"})
    with recorded(TAKEN_BACK, actor=by.reference, reason=why):
        remove_approvals(version, [mine])
        _write(version, VersionEvent.Kind.TAKEN_BACK, mine.words, today, why, by, now)


def _open(step: ApprovalStep, by: Actor, on: date, today: date) -> tuple[PlanVersion, ApprovalStep]:
    """The version and the step, if the step can decide with this day. Raises ChangeRefused."""
    version = step.plan_version
    check_act(version, Act.DECIDE, by)
    steps = steps_of(version)
    facts = [each.facts for each in steps]
    mine = next(each for each in steps if each.pk == step.pk)
    can_decide = [steps[at] for at in open_steps(VersionState(version.state), facts)]
    if mine not in can_decide:
        if mine.approval:
            raise ChangeRefused(f"{mine.who} has approved this version already")
        raise ChangeRefused(f"{mine.who} is not next. First: {list_words([each.who for each in can_decide])}")
    circulated_on = version.circulated_on or today
    problem = date_problem(on, place=mine.place, steps=facts, circulated_on=circulated_on, today=today)
    if problem:
        raise ChangeRefused({"on": problem})
    return version, mine


def _write(
    version: PlanVersion,
    kind: VersionEvent.Kind,
    who: str,
    on: date,
    comment: str,
    by: Actor,
    now: datetime,
) -> None:
    sha256 = version.copy.sha256 if version.copy else ""
    write_event(version, kind, on=on, by=by, now=now, sha256=sha256, who=who, comment=comment.strip())
