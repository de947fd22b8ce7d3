"""Which rows of an indicator table need attention: off target, without a figure, or with an old one. Pure.

In words, with the truth tables that the tests run: docs/rules/indicator-list.md.
"""

from __future__ import annotations

from datetime import date, timedelta

from core.periods import Period, PeriodKind, Quarter, months_later
from core.rag import Rag
from core.words import WordedEnum

from .values import ReadingFacts


class Attention(WordedEnum):
    """Why a row needs attention."""

    OFF_TARGET = "off_target"
    NO_FIGURE = "no_figure"
    OUT_OF_DATE = "out_of_date"


DAYS_FOR_A_QUARTER = timedelta(days=45)
DAYS_FOR_A_YEAR = timedelta(days=183)
"""Days after the end of a period in which its figure may still arrive: yearly statistics take half a year."""


def needs_attention(
    reading: ReadingFacts | None,
    *,
    rag: Rag,
    confidence_rag: Rag,
    is_heading: bool,
    ended_on: date | None,
    today: date,
) -> frozenset[Attention]:
    """Every reason why a row with this latest reading and these ratings needs attention today.

    Whether it has no figure for a quarter is for its readings of that quarter to say: `indicators.owed`.
    """
    if is_heading:
        return frozenset()
    reasons = set()
    if {rag, confidence_rag} & {Rag.RED, Rag.AMBER}:
        reasons.add(Attention.OFF_TARGET)
    goes_on = ended_on is None or ended_on >= today
    if (
        goes_on
        and reading
        and reading.missing_code is None
        and is_out_of_date(Period.parse(reading.period), today)
    ):
        reasons.add(Attention.OUT_OF_DATE)
    return frozenset(reasons)


def is_out_of_date(latest: Period, today: date) -> bool:
    """Whether a figure for a later period of the same kind should be there by now."""
    return today > next_end(latest) + _days_to_arrive(latest.kind)


def next_end(period: Period) -> date:
    """Last day of the next period of the same kind. After a census date, the same date a year later."""
    if period.kind == PeriodKind.QUARTER:
        return Quarter.of(period.starts_on).next.ends_on
    return months_later(period.ends_on, 12, last_day_too=True)


def _days_to_arrive(kind: PeriodKind) -> timedelta:
    return DAYS_FOR_A_QUARTER if kind == PeriodKind.QUARTER else DAYS_FOR_A_YEAR
