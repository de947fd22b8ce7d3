"""What changed from one pack to another."""

from __future__ import annotations

from dataclasses import replace

from reporting.summaries import BoardSummary, ChangeLine, changes_between

from ..document import PackDocument


def changes_of(before: PackDocument, after: PackDocument) -> tuple[ChangeLine, ...]:
    """Changes in sentences. Between a pack with names and one with roles, leads cannot be compared and are left out."""
    if before.naming == after.naming:
        return changes_between(before.summary, after.summary)
    return changes_between(_without_leads(before.summary), _without_leads(after.summary))


def _without_leads(summary: BoardSummary) -> BoardSummary:
    return replace(summary, deliverables=tuple(replace(line, leads=()) for line in summary.deliverables))
