"""What changed from one pack to another."""

from __future__ import annotations

from dataclasses import replace

from reporting.summaries import BoardSummary, ChangeLine, changes_between

from ..document import PackDocument
from ..naming import Naming


def changes_of(before: PackDocument, after: PackDocument) -> tuple[ChangeLine, ...]:
    """Changes in sentences. Between a pack with names and one with roles, leads cannot be compared and are left out."""
    if before.naming == after.naming:
        return changes_between(before.summary, after.summary)
    return changes_between(_without_leads(before.summary), _without_leads(after.summary))


def changes_to_now(before: PackDocument, now: BoardSummary) -> tuple[ChangeLine, ...]:
    """Changes up to the plan as it is now, whose summary has names."""
    return changes_of(before, replace(before, summary=now, naming=Naming.NAMES))


def words_that_differ(before: PackDocument, after: PackDocument) -> list[str]:
    """What else two packs do not have alike: "the covering note", "the distribution list"."""
    pairs = {
        "the covering note": (before.words.covering_note, after.words.covering_note),
        "the plain English": (before.plain, after.plain),
        "the easy-read words": (before.words.easy_read, after.words.easy_read),
        "the distribution list": (before.summary.recipients, after.summary.recipients),
        "which parts they have": (before.parts, after.parts),
        "whether they show names or roles": (before.naming, after.naming),
    }
    return [what for what, (one, other) in pairs.items() if one != other]


def _without_leads(summary: BoardSummary) -> BoardSummary:
    return replace(summary, deliverables=tuple(replace(line, leads=()) for line in summary.deliverables))
