"""Rules for undo: which changes can be undone, for how long, and which are still in effect.

For the rules in words and the truth tables that the tests run, see docs/rules/undo-and-due-dates.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar

from core.words import list_words
from councils.permissions import Permission

UNDONE = "change.undone"
"""Verb of an undo in the change log."""

UNDO_WITHIN = timedelta(hours=1)

UNDO_NEEDS: Mapping[str, Permission] = {
    "progress.recorded": Permission.PROGRESS_RECORD,
    "progress.unchanged": Permission.PROGRESS_RECORD,
    "leads.changed": Permission.PLAN_CHANGE,
    "dates.moved": Permission.PLAN_CHANGE,
    "dates.set": Permission.PLAN_CHANGE,
    "deliverable.added": Permission.PLAN_CHANGE,
    "deliverable.changed": Permission.PLAN_CHANGE,
    "deliverable.dropped": Permission.PLAN_CHANGE,
    "deliverable.restored": Permission.PLAN_CHANGE,
    "deliverable.reordered": Permission.PLAN_CHANGE,
    "deliverable.moved": Permission.PLAN_CHANGE,
    "deliverable.split": Permission.PLAN_CHANGE,
    "deliverable.merged": Permission.PLAN_CHANGE,
    "outcome.typed": Permission.PLAN_CHANGE,
    "person.typed": Permission.PLAN_CHANGE,
}
"""Permission needed for an act and for its undo, by verb. Other verbs cannot be undone."""


@dataclass(frozen=True, slots=True)
class ActFacts:
    """Facts about an act that decide whether it can be undone.

    `own`: whether the user did it. `changed_since`: names of its deliverables that have changed again.
    `closed_since`: quarters that its updates are for, or that were open then, and are closed now.
    """

    verb: str
    own: bool
    age: timedelta
    undone: bool = False
    changed_since: tuple[str, ...] = ()
    closed_since: tuple[str, ...] = ()


class Acted(Protocol):
    """Anything with the verb of its act, such as a logged change."""

    @property
    def verb(self) -> str: ...


T = TypeVar("T", bound=Acted)


def changes_in_effect(changes: Iterable[T]) -> list[T]:
    """Changes to one object that are still in effect, oldest first. An undo cancels the change before it.

    An undo with no change before it in the list is kept, as it is itself a change.
    """
    changes_kept: list[T] = []
    for change in changes:
        if change.verb == UNDONE and changes_kept:
            changes_kept.pop()
        else:
            changes_kept.append(change)
    return changes_kept


def undo_refusal(act: ActFacts) -> str:
    """Why an act cannot be undone, as a sentence. Empty if it can."""
    if not act.own:
        return "You can only undo changes that you made."
    if act.verb not in UNDO_NEEDS:
        return "You cannot undo this."
    if act.undone:
        return "This has already been undone."
    if act.age > UNDO_WITHIN:
        return "You can only undo within an hour of saving. Make another change instead."
    if act.changed_since:
        have = "has" if len(act.changed_since) == 1 else "have"
        return (
            f"{list_words(act.changed_since)} {have} been changed since, so nothing was undone. "
            "Check the current position and change that instead."
        )
    if act.closed_since:
        has = "has" if len(act.closed_since) == 1 else "have"
        return f"{list_words(act.closed_since)} {has} been closed since, so nothing was undone."
    return ""
