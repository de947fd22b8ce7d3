"""Figures of indicators over time, for the small charts of a pack."""

from __future__ import annotations

from collections.abc import Iterator

from core.periods import Period
from indicators.models import Reading
from indicators.rules import Unit, last_day_counted, value_words
from reporting.summaries import BoardSummary

from .document import Trend, TrendPoint

MOST_POINTS = 12


def trends_of(summary: BoardSummary) -> tuple[Trend, ...]:
    """Latest figures of each indicator that the summary shows a figure of, if there are two or more (1 query)."""
    shown = [line.id for line in summary.indicators if line.value_period]
    points: dict[str, list[TrendPoint]] = {indicator: [] for indicator in shown}
    for indicator, point in _points(shown, summary):
        points[indicator].append(point)
    return tuple(
        Trend(indicator, tuple(found[-MOST_POINTS:])) for indicator, found in points.items() if len(found) > 1
    )


def _points(shown: list[str], summary: BoardSummary) -> Iterator[tuple[str, TrendPoint]]:
    """Each figure that counts in the quarter, with its indicator, oldest first."""
    last_day = last_day_counted(summary.as_at, summary.quarter)
    figures = Reading.objects.filter(
        indicator__public_id__in=shown, value__isnull=False, ends_on__lte=last_day
    ).order_by("ends_on", "id")
    columns = ("indicator__public_id", "indicator__unit", "period", "ends_on", "value")
    for indicator, unit, period, ends_on, value in figures.values_list(*columns):
        words = value_words(value, Unit(unit))
        yield str(indicator), TrendPoint(Period.parse(period).short_words, ends_on, float(value), words)
