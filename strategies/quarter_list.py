"""Read a council's quarters with their states, for the page that lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.periods import Quarter
from councils.models import Council

from .models import QuarterSettings, ReportingPeriod
from .quarter_rules import GRACE_WORKING_DAYS, QuarterState, last_day_in_view

BEYOND = 8
"""Number of quarters before the first and after the last that can be added."""


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """A quarter with its state. `in_view_until` is its last day of grace.

    `closed_on` and `reopened_on` are the council's days of these changes. `need_not_close`: it was over before the
    first quarter that the council answers for.
    """

    period: ReportingPeriod
    state: QuarterState
    in_view_until: date
    closed_on: date | None
    reopened_on: date | None
    need_not_close: bool

    @property
    def quarter(self) -> Quarter:
        return self.period.quarter

    @property
    def is_closed(self) -> bool:
        return self.state == QuarterState.CLOSED

    @property
    def is_to_come(self) -> bool:
        return self.state == QuarterState.TO_COME

    @property
    def takes_late_updates(self) -> bool:
        return self.state in (QuarterState.IN_GRACE, QuarterState.WAITING)


@dataclass(frozen=True, slots=True)
class QuarterList:
    """The council's quarters: open ones and those to come in order, closed ones latest first."""

    open: tuple[QuarterRow, ...]
    to_come: tuple[QuarterRow, ...]
    closed: tuple[QuarterRow, ...]
    days_of_grace: int


def quarter_list(council: Council, *, today: date) -> QuarterList:
    """All quarters of the council (2 queries)."""
    days_of_grace = days_of_grace_set()
    rows = [
        quarter_row(period, council, days_of_grace, today=today)
        for period in ReportingPeriod.objects.with_beginning().in_order()
    ]
    return QuarterList(
        open=tuple(row for row in rows if not row.is_closed and not row.is_to_come),
        to_come=tuple(row for row in rows if row.is_to_come),
        closed=tuple(row for row in reversed(rows) if row.is_closed),
        days_of_grace=days_of_grace,
    )


def quarter_row(period: ReportingPeriod, council: Council, days_of_grace: int, *, today: date) -> QuarterRow:
    """One quarter with its state, loaded `with_beginning` (no query)."""
    state, first = period.state(today, days_of_grace), period.first_to_answer_for
    return QuarterRow(
        period=period,
        state=state,
        in_view_until=last_day_in_view(period.cut_off_on, days_of_grace),
        closed_on=council.today(period.closed_at) if period.closed_at else None,
        reopened_on=council.today(period.reopened_at) if period.reopened_at else None,
        need_not_close=state == QuarterState.WAITING and (first is None or period.quarter < first),
    )


def days_of_grace_set() -> int:
    """The council's days of grace (1 query)."""
    own = QuarterSettings.objects.values_list("days_of_grace", flat=True).first()
    return GRACE_WORKING_DAYS if own is None else own


def quarters_to_offer(*, today: date) -> tuple[Quarter, Quarter, Quarter]:
    """First and last quarter that can be added, and the one after the council's last (1 query)."""
    labels = ReportingPeriod.objects.in_order().values_list("label", flat=True)
    known = [Quarter.parse(label) for label in labels] or [Quarter.of(today).previous]
    first, last = known[0], known[-1]
    for _ in range(BEYOND):
        first, last = first.previous, last.next
    return first, last, known[-1].next
