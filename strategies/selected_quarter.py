"""Select the quarter that a page shows, and the day as at which it judges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from core.periods import Quarter

from .models import ReportingPeriod
from .quarter_rules import QuarterState, is_to_be_closed, judgement_day, quarter_in_view


class NoQuarters(Http404):
    """No quarter of the council has started."""


@dataclass(frozen=True)
class SelectedQuarter:
    """The quarter of a page, with its day of judgement, the previous quarter, and the quarters to choose from.

    `as_at` is the council's today or the quarter's cut-off, whichever is earlier. `previous` is None for the first
    quarter. `waiting` are quarters that the council is asked to close, earliest first.
    `takes_updates`: whether it is open and within its days of grace.
    """

    period: ReportingPeriod
    as_at: date
    previous: ReportingPeriod | None
    choices: tuple[ReportingPeriod, ...]
    waiting: tuple[ReportingPeriod, ...]
    takes_updates: bool

    @property
    def quarter(self) -> Quarter:
        return self.period.quarter

    @property
    def previous_as_at(self) -> date | None:
        return judgement_day(self.as_at, self.previous.cut_off_on) if self.previous else None


def selected_quarter(label: str | None, *, today: date) -> SelectedQuarter:
    """The quarter with this label, or else the one in view by the rules (1 query).

    Raises NoQuarters if no quarter has started, and Http404 with a sentence if this one is unknown or has not started.
    """
    begun = tuple(ReportingPeriod.objects.begun_by(today).with_grace().with_beginning().in_order())
    if not begun:
        raise NoQuarters("No quarter has started yet.")
    grace = begun[0].days_of_grace
    first = begun[0].first_to_answer_for
    period = _begun_with_label(label, begun) if label else _in_view(begun, today, grace)
    index = begun.index(period)
    return SelectedQuarter(
        period=period,
        as_at=judgement_day(today, period.cut_off_on),
        previous=begun[index - 1] if index else None,
        choices=tuple(reversed(begun)),
        waiting=tuple(each for each in begun if is_to_be_closed(each.facts, today, grace, first)),
        takes_updates=period.state(today, grace) in (QuarterState.OPEN, QuarterState.IN_GRACE),
    )


def _in_view(begun: tuple[ReportingPeriod, ...], today: date, days_of_grace: int) -> ReportingPeriod:
    in_view = quarter_in_view((period.facts for period in begun), today, days_of_grace)
    return next(period for period in begun if period.quarter == in_view)


def _begun_with_label(label: str, begun: tuple[ReportingPeriod, ...]) -> ReportingPeriod:
    for period in begun:
        if period.label == label:
            return period
    known = ", ".join(period.label for period in begun)
    raise Http404(f"Quarter {label} not found. Quarters so far: {known}.")
