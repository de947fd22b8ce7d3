"""Rules for undo of updates, leads and dates. An undo also depends on the quarters that have been closed since.

For the rules in words and the truth tables that the tests run, see docs/rules/undo-and-due-dates.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.words import list_words
from councils.log import undo_rules
from councils.permissions import Permission

UNDO_NEEDS: Mapping[str, Permission] = {
    "progress.recorded": Permission.PROGRESS_RECORD,
    "progress.unchanged": Permission.PROGRESS_RECORD,
    "update.sent": Permission.PROGRESS_RECORD,
    "update.kept": Permission.PROGRESS_RECORD,
    "update.withdrawn": Permission.PROGRESS_RECORD,
    "update.approved": Permission.UPDATES_APPROVE,
    "update.returned": Permission.UPDATES_APPROVE,
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
"""Permission needed for an act and for its undo, by verb. `councils.log.undo` undoes other verbs."""


@dataclass(frozen=True, slots=True)
class ActFacts(undo_rules.ActFacts):
    """Facts about an act on deliverables.

    `closed_since`: quarters that its updates are for, or that were open then, and are closed now.
    """

    closed_since: tuple[str, ...] = ()


def undo_refusal(act: ActFacts) -> str:
    """Why an act cannot be undone, as a sentence. Empty if it can."""
    if refusal := undo_rules.undo_refusal(act, UNDO_NEEDS):
        return refusal
    if act.closed_since:
        has = "has" if len(act.closed_since) == 1 else "have"
        return f"{list_words(act.closed_since)} {has} been closed since, so nothing was undone."
    return ""
