"""Rows of the CSV and Excel export of deliverables: what the page shows, and updates in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from core.periods import words_for_date
from core.tables import Cell, Column

from .models import Assignment
from .summaries import DeliverableState, facts


@dataclass(frozen=True, slots=True)
class Export:
    """An export of deliverables as at a day. `names`: show people's names. Without it, show only initials."""

    states: Iterable[DeliverableState]
    as_at: date
    names: bool
    part: str = "Strand"
    noun: str = "Deliverable"

    @property
    def columns(self) -> list[Column]:
        """Columns with their headings, in the plan's own words."""
        own = {"strand": self.part, "title": self.noun}
        return [Column(own.get(name, title), width) for name, (title, width, _) in COLUMNS.items()]

    @property
    def rows(self) -> Iterable[list[Cell]]:
        return ([cell(self, state) for _, _, cell in COLUMNS.values()] for state in self.states)

    def people(self, assignments: Iterable[Assignment]) -> str:
        return "; ".join(each.in_words(names=self.names) for each in assignments)


def _due_words(state: DeliverableState) -> str:
    """Due points in words, such as "launch: Oct 2015 (done); Apr 2017"."""
    return "; ".join(
        f"{f'{point.label}: ' if point.label else ''}{words_for_date(point.due_on, point.precision)}"
        f"{' (done)' if point.done_on else ''}"
        for point in state.due_points
    )


def _first_due(state: DeliverableState) -> date | None:
    return min((facts(point).last_day for point in state.due_points), default=None)


def _last_open(export: Export, state: DeliverableState) -> date | None:
    points = [facts(point) for point in state.due_points]
    return max((point.last_day for point in points if not point.is_done(export.as_at)), default=None)


def _update_field(name: str) -> Callable[[Export, DeliverableState], Cell]:
    """Return a cell function for a field of the current update. The cell is empty if there is no update."""
    return lambda export, state: getattr(state.current_update, name, None)


COLUMNS: dict[str, tuple[str, int, Callable[[Export, DeliverableState], Cell]]] = {
    "strategy": ("Plan", 24, lambda export, state: state.deliverable.strategy.title),
    "strand_code": ("Code", 8, lambda export, state: state.deliverable.strand.code),
    "strand": ("Strand", 24, lambda export, state: state.deliverable.strand.title),
    "number": ("No.", 8, lambda export, state: state.deliverable.number),
    "title": ("Deliverable", 48, lambda export, state: state.deliverable.title),
    "leads": ("Leads", 24, lambda export, state: export.people(state.leads)),
    "reporting_to": ("Reporting to", 24, lambda export, state: export.people(state.reporting_to)),
    "due": ("Due", 24, lambda export, state: _due_words(state)),
    "first_due": ("Original due date", 14, lambda export, state: _first_due(state)),
    "last_open": ("Last open due date", 14, _last_open),
    "stated": ("Stated RAG", 12, lambda export, state: state.stated.rag.word),
    "stated_for": ("Stated for", 12, lambda export, state: _stated_for(state)),
    "stated_by": ("Stated by", 20, lambda export, state: _author(export, state)),
    "stated_on": ("Stated on", 14, _update_field("recorded_on")),
    "schedule": ("Schedule RAG", 12, lambda export, state: state.schedule.rag.word),
    "schedule_reason": ("Schedule reason", 40, lambda export, state: state.schedule.reason),
    "disagreement": ("Disagreement", 40, lambda export, state: state.disagreement),
    "silence": ("No update", 20, lambda export, state: state.stated.silence),
    "narrative": ("Update", 48, _update_field("narrative")),
    "reason": ("Reason", 40, _update_field("reason")),
    "path_to_green": ("Path to green", 40, _update_field("path_to_green")),
    "forecast": ("Forecast", 14, _update_field("forecast_on")),
    "accountable": ("Accountable", 24, lambda export, state: _accountable(state)),
    "sample": ("Sample", 8, lambda export, state: "yes" if _update_field("sample")(export, state) else "no"),
    "as_at": ("As at", 14, lambda export, state: export.as_at),
    "id": ("Id", 38, lambda export, state: str(state.deliverable.public_id)),
}
"""Columns by name: heading, width in characters, and the function that makes the cell."""


def _stated_for(state: DeliverableState) -> str:
    return state.stated.since.short_words if state.stated.since else ""


def _author(export: Export, state: DeliverableState) -> str:
    return state.current_update.by_name if state.current_update and export.names else ""


def _accountable(state: DeliverableState) -> str:
    return state.deliverable.accountable.name if state.deliverable.accountable else ""
