"""What is not on track in a part of the plan, for a board to go through: by the verdicts of the dashboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.rag import Rag
from deliverables.judged import Judged, judged_deliverables
from deliverables.summaries import states_of
from strategies.selected_quarter import SelectedQuarter

from .dashboard import Shown
from .gather import deliverable_line
from .indicators import indicators_off_target
from .shapes import DeliverableLine, IndicatorLine, badness
from .slices import Slice

MOST = 100
"""Items of each kind that are gone through. The totals count all."""


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Deliverables that are red, overdue or without an update, the worst first, and indicators off target."""

    as_at: date
    deliverables: Shown[DeliverableLine]
    indicators: Shown[IndicatorLine]


def exceptions_in(part: Slice, selected: SelectedQuarter, *, today: date) -> Exceptions:
    """Exceptions in the part of the plan (11 queries). Judges from columns, loads only what is shown."""
    rows = judged_deliverables(
        period=selected.period, today=today, previous=selected.previous, overseen=part.overseen
    )
    off = sorted(filter(_is_exception, rows), key=lambda row: badness(row.stated.rag, row.schedule))
    chosen = Shown.of(off, MOST)
    states = states_of([row.id for row in chosen], selected=selected, today=today) if chosen else {}
    before = selected.previous.quarter if selected.previous else None
    found = indicators_off_target(part.indicators(), period=selected.period, as_at=selected.as_at, most=MOST)
    return Exceptions(
        selected.as_at,
        chosen.map(lambda row: deliverable_line(states[row.id], before, selected.as_at)),
        found.off_target,
    )


def _is_exception(row: Judged) -> bool:
    return row.stated.rag == Rag.RED or row.schedule == Rag.RED or row.stated.is_silent
