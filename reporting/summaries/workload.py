"""Workload: how many deliverables each person or post leads.

In words, with the truth tables that the tests run: docs/rules/dashboard.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.rag import Rag
from deliverables.judged import Judged
from deliverables.listing import Names

from .shapes import NEEDS_ATTENTION


@dataclass(frozen=True, slots=True)
class Workload:
    """Workload of one person or post: their open, overdue, and red or amber deliverables."""

    id: str
    label: str
    open: int
    overdue: int
    attention: int


def carriers(row: Judged, names: Names) -> dict[str, str]:
    """Leads and joint leads, people or posts: label by public id, each once, in the order of the plan."""
    return {str(holder.public_id): str(holder) for holder in names.leading(row.named)}


def workloads(rows: Iterable[Judged], names: Names) -> tuple[Workload, ...]:
    """Workload of everyone who leads something, the highest first."""
    labels: dict[str, str] = {}
    led: dict[str, list[Judged]] = {}
    for row in rows:
        for holder, label in carriers(row, names).items():
            labels[holder] = label
            led.setdefault(holder, []).append(row)
    found = [_workload(holder, labels[holder], own) for holder, own in led.items()]
    return tuple(sorted(found, key=lambda load: (-load.open, -load.overdue, -load.attention, load.label)))


def _workload(holder: str, label: str, own: list[Judged]) -> Workload:
    return Workload(
        id=holder,
        label=label,
        open=sum(row.stated.rag != Rag.COMPLETE for row in own),
        overdue=sum(row.schedule == Rag.RED for row in own),
        attention=sum(row.stated.rag in NEEDS_ATTENTION for row in own),
    )
