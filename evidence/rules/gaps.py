"""What an area of the inspection view lacks. In words: docs/rules/inspection-view.md."""

from __future__ import annotations


def missing(*, partners: int, has_lead: bool, items: int, evidence: int) -> tuple[str, ...]:
    """Sentences about what is missing, in the order in which they are shown."""
    found = []
    if not partners:
        found.append("No accountable partner.")
    elif not has_lead:
        found.append("No lead among its accountable partners.")
    if not items:
        found.append("Nothing in the plan answers it.")
    if not evidence:
        found.append("No evidence.")
    return tuple(found)
