"""Workload: how many deliverables each person or post leads.

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
    """Workload of one person or post: their open, overdue, and red or amber deliverables."""

    id: str
    label: str
    open: int
    overdue: int
    attention: int


def carriers(state: DeliverableState) -> dict[str, str]:
    """Leads and joint leads, people or posts: label by public id, each once, in the order of the plan."""
    return {str(holder.public_id): str(holder) for holder in leading(state)}


def workloads(states: Iterable[DeliverableState]) -> tuple[Workload, ...]:
    """Workload of everyone who leads something, the highest first."""
    labels: dict[str, str] = {}
    led: dict[str, list[DeliverableState]] = {}
    for state in states:
        for holder, label in carriers(state).items():
            labels[holder] = label
            led.setdefault(holder, []).append(state)
    found = [_workload(holder, labels[holder], own) for holder, own in led.items()]
    return tuple(sorted(found, key=lambda load: (-load.open, -load.overdue, -load.attention, load.label)))


def _workload(holder: str, label: str, own: list[DeliverableState]) -> Workload:
    return Workload(
        id=holder,
        label=label,
        open=sum(state.stated.rag != Rag.COMPLETE for state in own),
        overdue=sum(state.schedule.rag == Rag.RED for state in own),
        attention=sum(state.stated.rag in NEEDS_ATTENTION for state in own),
    )
