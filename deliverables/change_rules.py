"""Judgement on changes: which of them can be undone. Plain facts in, a sentence out.

In words, with the truth tables that the tests run: docs/rules/changes.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from councils.rules import Permission
from sendplan.words import list_words

UNDO_WITHIN = timedelta(hours=1)

UNDO_NEEDS: Mapping[str, Permission] = {
    "progress.recorded": Permission.PROGRESS_RECORD,
    "progress.unchanged": Permission.PROGRESS_RECORD,
    "leads.changed": Permission.PLAN_CHANGE,
    "dates.moved": Permission.PLAN_CHANGE,
}
"""What can be undone, by the verb of the act, with the permission that it and its undoing need."""


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What was done, as far as undoing it needs to know.

    `own` says whether the one who asks did it. `changed_since` names the deliverables that it touched and that were
    changed again, `closed_since` the quarters that it spoke for or that were open then, and are closed now.
    """

    verb: str
    own: bool
    age: timedelta
    undone: bool = False
    changed_since: tuple[str, ...] = ()
    closed_since: tuple[str, ...] = ()


def undo_refusal(act: ActFacts) -> str:
    """Why an act cannot be undone, as a sentence; empty when it can."""
    if not act.own:
        return "Only what you saved yourself can be undone, and this was not you."
    if act.verb not in UNDO_NEEDS:
        return "This cannot be undone with a button."
    if act.undone:
        return "This has been undone already."
    if act.age > UNDO_WITHIN:
        return (
            "You saved this more than an hour ago, so it cannot be undone any more. Change it again instead."
        )
    if act.changed_since:
        have = "has" if len(act.changed_since) == 1 else "have"
        return (
            f"{list_words(act.changed_since)} {have} been changed since, so nothing was undone. "
            "Look at what is stored now, and change that."
        )
    if act.closed_since:
        has = "has" if len(act.closed_since) == 1 else "have"
        return f"{list_words(act.closed_since)} {has} been closed since, so nothing was undone."
    return ""
