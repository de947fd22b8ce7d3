"""Who carries how much of the plan.

In words, with the truth tables that the tests run: docs/rules/dashboard.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.rag import Rag
from deliverables.listing import leading
from deliverables.summaries import DeliverableState

from .shapes import NEEDS_ATTENTION


@dataclass(frozen=True, slots=True)
class Workload:
    """What one person or post carries: deliverables that are still open, and which of all theirs are in trouble."""

    id: str
    label: str
    open: int
    overdue: int
    attention: int


def carriers(state: DeliverableState) -> dict[str, str]:
    """Leads and joint leads, persons or posts: public id to label, each once, in the order of the plan."""
    return {str(holder.public_id): str(holder) for holder in leading(state)}


def workloads(states: Iterable[DeliverableState]) -> tuple[Workload, ...]:
    """Everybody who leads something, whoever carries most first."""
    labels: dict[str, str] = {}
    carried: dict[str, list[DeliverableState]] = {}
    for state in states:
        for holder, label in carriers(state).items():
            labels[holder] = label
            carried.setdefault(holder, []).append(state)
    found = [_load(holder, labels[holder], own) for holder, own in carried.items()]
    return tuple(sorted(found, key=lambda load: (-load.open, -load.overdue, -load.attention, load.label)))


def _load(holder: str, label: str, own: list[DeliverableState]) -> Workload:
    return Workload(
        id=holder,
        label=label,
        open=sum(state.stated.rag != Rag.COMPLETE for state in own),
        overdue=sum(state.schedule.rag == Rag.RED for state in own),
        attention=sum(state.stated.rag in NEEDS_ATTENTION for state in own),
    )
