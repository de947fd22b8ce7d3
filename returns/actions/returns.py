"""Add, change and remove what the council owes, and record that it was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.models import Person, Post
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import Strategy

from ..models import OwedReturn, Sending
from ..rules import Repeats, next_due

COPIED = ("title", "owed_to", "strategy", "repeats", "evidence", "owner_person", "owner_post", "sample")
"""What the next return has from the one before it."""


@dataclass(frozen=True)
class ReturnSaid:
    """What is said of a return. A person or a post answers for it, or nobody yet."""

    title: str
    owed_to: str
    due_on: date
    repeats: str = Repeats.ONCE
    evidence: str = ""
    strategy: Strategy | None = None
    owner: Person | Post | None = None


@dataclass(frozen=True)
class SendingSaid:
    """Who sent a return, on which day, under which reference."""

    sent_on: date
    by: Person | Post | None
    reference: str = ""


def add_return(*, said: ReturnSaid, by: Actor, sample: bool = False) -> OwedReturn:
    """Add a return. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    columns = _columns(said)
    with recorded("return.added", actor=by.reference):
        return OwedReturn.objects.create(sample=sample, **columns)


def change_return(*, owed: OwedReturn, said: ReturnSaid, by: Actor) -> bool:
    """Change what is said of a return. Return whether anything is different now. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    columns = _columns(said)
    changed = [name for name, value in columns.items() if getattr(owed, name) != value]
    if not changed:
        return False
    with recorded("return.changed", actor=by.reference):
        for name in changed:
            setattr(owed, name, columns[name])
        owed.save(update_fields=changed)
    return True


def remove_return(*, owed: OwedReturn, reason: str = "", by: Actor) -> None:
    """Remove a return that is not owed. One that was sent stays. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    if Sending.objects.filter(owed=owed).exists():
        raise ChangeRefused("This was sent, so it stays in the calendar")
    with recorded("return.removed", actor=by.reference, reason=reason.strip()):
        owed.delete()


def mark_sent(*, owed: OwedReturn, said: SendingSaid, by: Actor, today: date) -> OwedReturn | None:
    """Record that a return was sent, or correct that. Call it with the return locked. Raises ChangeRefused.

    Returns the next one, which is added the first time if the return repeats.
    """
    require(by, Permission.PLAN_CHANGE)
    problems = {}
    if said.by is None:
        problems["sent_by"] = "Select who sent it"
    if said.sent_on > today:
        problems["sent_on"] = "The day must be today or earlier"
    if problems:
        raise ChangeRefused(problems)
    values = {
        "sent_on": said.sent_on,
        "person": said.by if isinstance(said.by, Person) else None,
        "post": said.by if isinstance(said.by, Post) else None,
        "reference": said.reference.strip(),
    }
    with recorded("return.sent", actor=by.reference):
        if Sending.objects.filter(owed=owed).update(**values):
            return None
        Sending.objects.create(owed=owed, **values)
        due_on = next_due(owed.due_on, Repeats(owed.repeats))
        if due_on is None:
            return None
        copied = {name: getattr(owed, name) for name in COPIED}
        return OwedReturn.objects.create(due_on=due_on, **copied)


def _columns(said: ReturnSaid) -> dict[str, Any]:
    problems = {}
    if not said.title.strip():
        problems["title"] = "Say what is owed"
    if not said.owed_to.strip():
        problems["owed_to"] = "Say to whom it is owed"
    if said.repeats not in set(Repeats):
        problems["repeats"] = "Select how often it is owed"
    if problems:
        raise ChangeRefused(problems)
    return {
        "title": said.title.strip(),
        "owed_to": said.owed_to.strip(),
        "due_on": said.due_on,
        "repeats": said.repeats,
        "evidence": said.evidence.strip(),
        "strategy": said.strategy,
        "owner_person": said.owner if isinstance(said.owner, Person) else None,
        "owner_post": said.owner if isinstance(said.owner, Post) else None,
    }
