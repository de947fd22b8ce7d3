"""Where the figures of an indicator stop comparing with the earlier ones: marked breaks, and ends of predecessors."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from core.periods import Period, words_for_date

from .models import Predecessor, SeriesBreak


@dataclass(frozen=True)
class BreakLine:
    """A break in the series: from which day, and its words. `broken` is None where a predecessor ended.

    `period` is the first one of a break that was marked, in words. Figures for periods that end before `starts_on`
    stand before it.
    """

    starts_on: date
    words: str
    broken: SeriesBreak | None = None
    period: str = ""


def breaks_of(indicators: Collection[int]) -> dict[int, list[BreakLine]]:
    """Breaks of each indicator, latest first, and behind them those where a predecessor ended (2 queries)."""
    ends = [_end_of(area) for area in Predecessor.objects.all()]
    found: dict[int, list[BreakLine]] = {each: [] for each in indicators}
    marked = SeriesBreak.objects.filter(indicator_id__in=indicators).order_by("-starts_on", "-id")
    for broken in marked:
        found[broken.indicator_id].append(_line(broken))
    return {each: [*lines, *ends] for each, lines in found.items()}


def _line(broken: SeriesBreak) -> BreakLine:
    period = Period.parse(broken.period).words
    return BreakLine(broken.starts_on, f"Break in the series from {period}. {broken.note}", broken, period)


def _end_of(area: Predecessor) -> BreakLine:
    day = words_for_date(area.ended_on)
    return BreakLine(area.followed_on, f"Up to {day}: figures of {area.words}. {area.note}".strip())
