"""Select the quarter that a page shows, and the day as at which it judges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from core.periods import Quarter

from .models import ReportingPeriod
from .quarter_rules import judgement_day, quarter_for_updates


class NoQuarters(Http404):
    """No quarter of the council has started."""


@dataclass(frozen=True)
class SelectedQuarter:
    """The quarter of a page, with its day of judgement, the previous quarter, and the quarters to choose from.

    `as_at` is the council's today or the quarter's cut-off, whichever is earlier. `previous` is None for the first
    quarter.
    """

    period: ReportingPeriod
    as_at: date
    previous: ReportingPeriod | None
    choices: tuple[ReportingPeriod, ...]

    @property
    def quarter(self) -> Quarter:
        return self.period.quarter

    @property
    def previous_as_at(self) -> date | None:
        return judgement_day(self.as_at, self.previous.cut_off_on) if self.previous else None


def selected_quarter(label: str | None, *, today: date) -> SelectedQuarter:
    """The quarter with this label, or else the earliest open one, or the last if all are closed (1 query).

    Raises NoQuarters if no quarter has started, and Http404 with a sentence if this one is unknown or has not started.
    """
    begun = tuple(ReportingPeriod.objects.begun_by(today).in_order())
    if not begun:
        raise NoQuarters("No quarter has started yet.")
    period = _begun_with_label(label, begun) if label else _default_period(begun, today)
    index = begun.index(period)
    return SelectedQuarter(
        period=period,
        as_at=judgement_day(today, period.cut_off_on),
        previous=begun[index - 1] if index else None,
        choices=tuple(reversed(begun)),
    )


def _default_period(begun: tuple[ReportingPeriod, ...], today: date) -> ReportingPeriod:
    """The quarter that updates are for, or the last one if all are closed."""
    by_quarter = {period.quarter: period for period in begun}
    current = quarter_for_updates(
        ((quarter, period.closed_at is not None) for quarter, period in by_quarter.items()), today
    )
    return by_quarter[current] if current else begun[-1]


def _begun_with_label(label: str, begun: tuple[ReportingPeriod, ...]) -> ReportingPeriod:
    for period in begun:
        if period.label == label:
            return period
    known = ", ".join(period.label for period in begun)
    raise Http404(f"Quarter {label} not found. Quarters so far: {known}.")
