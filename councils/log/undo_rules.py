"""Rules for undo: which acts can be undone, for how long, and which changes are still in effect.

For the rules in words and the truth tables that the tests run, see docs/rules/undo-and-due-dates.md.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar

from core.words import list_words

UNDONE = "change.undone"
"""Verb of an undo in the change log."""

UNDO_WITHIN = timedelta(hours=1)

MAX_NAMES = 3
"""Number of changed rows that a refusal names. It counts the others."""


@dataclass(frozen=True, slots=True)
class ActFacts:
    """Facts about an act that decide whether it can be undone.

    `verb` is one that cannot be undone, if the act has any. `own`: whether the user did it. `personal`: whether it
    changed or removed personal details, which the log does not keep. `changed_since`: names of its rows that have
    changed again. `stays`: why one of its rows may not change any more, as a sentence.
    """

    verb: str
    own: bool
    age: timedelta
    undone: bool = False
    changed_since: tuple[str, ...] = ()
    personal: bool = False
    stays: str = ""


class Acted(Protocol):
    """Anything with the verb of its act, such as a logged change."""

    @property
    def verb(self) -> str: ...


T = TypeVar("T", bound=Acted)


def act_verb(changes: Iterable[Acted], allowed: Container[str]) -> str:
    """The verb by which an act is judged: one that cannot be undone, if the act has any."""
    verbs = [change.verb for change in changes]
    return next((verb for verb in verbs if verb not in allowed), verbs[0] if verbs else "")


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


def undo_refusal(act: ActFacts, allowed: Container[str]) -> str:
    """Why an act cannot be undone, as a sentence. Empty if it can. `allowed` are the verbs that can be undone."""
    if not act.own:
        return "You can only undo changes that you made."
    if act.verb not in allowed:
        return "You cannot undo this."
    if act.undone:
        return "This has already been undone."
    if act.personal:
        return (
            "You cannot undo a change to personal details, because the log does not keep them. "
            "Enter them again instead."
        )
    if act.age > UNDO_WITHIN:
        return "You can only undo within an hour of saving. Make another change instead."
    if act.stays:
        return act.stays
    if act.changed_since:
        have = "has" if len(act.changed_since) == 1 else "have"
        return (
            f"{_names(act.changed_since)} {have} been changed since, so nothing was undone. "
            "Check the current position and change that instead."
        )
    return ""


def why_it_is_used(used_by: Sequence[str]) -> str:
    """Why an act whose rows others use by now cannot be undone. `used_by` says what: ("1 seat", "2 milestones")."""
    if not used_by:
        return "Something saved since depends on this change, so nothing was undone. Make another change instead."
    one = len(used_by) == 1 and used_by[0].startswith("1 ")
    depends, them = ("depends", "it") if one else ("depend", "them")
    return (
        f"{list_words(used_by)} saved since {depends} on this change, so nothing was undone. "
        f"Remove {them} first, or make another change instead."
    )


def _names(names: tuple[str, ...]) -> str:
    more = len(names) - MAX_NAMES
    return list_words([*names[:MAX_NAMES], f"{more} more"]) if more > 0 else list_words(names)
