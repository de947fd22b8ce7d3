"""Figures of indicators over time, for the small charts of a pack."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q

from core.periods import Period, PeriodKind
from indicators.models import Reading
from indicators.models.indicator import last_break
from indicators.rules import Unit, last_day_counted, shown_words
from indicators.small_numbers import Hidden
from reporting.summaries import BoardSummary

from ..document import Trend, TrendPoint

MOST_POINTS = 12


def trends_of(summary: BoardSummary, *, hidden: Hidden) -> tuple[Trend, ...]:
    """Latest figures of each indicator that the summary shows a figure of, if there are two or more (1 query).

    Without `hidden` readings. Only figures for periods of the same kind as the latest: a quarter next to a year would
    draw a false fall. Figures before the last break in the series do not compare with the later ones, and are left out.
    """
    shown = [line.id for line in summary.indicators if line.value_period]
    points: dict[str, list[tuple[PeriodKind, TrendPoint]]] = {indicator: [] for indicator in shown}
    for indicator, kind, point in _points(shown, summary, hidden):
        points[indicator].append((kind, point))
    trends = (Trend(indicator, _comparable(found)) for indicator, found in points.items() if found)
    return tuple(trend for trend in trends if len(trend.points) > 1)


def _comparable(points: list[tuple[PeriodKind, TrendPoint]]) -> tuple[TrendPoint, ...]:
    latest, _ = points[-1]
    return tuple(point for kind, point in points if kind == latest)[-MOST_POINTS:]


def _points(
    shown: list[str], summary: BoardSummary, hidden: Hidden
) -> Iterator[tuple[str, PeriodKind, TrendPoint]]:
    """Each figure that counts in the quarter, with its indicator and the kind of its period, oldest first."""
    last_day = last_day_counted(summary.as_at, summary.quarter)
    figures = Reading.objects.filter(
        indicator__public_id__in=shown, value__isnull=False, ends_on__lte=last_day
    ).order_by("ends_on", "id")
    figures = figures.alias(broken_on=last_break("indicator_id", last_day)).filter(
        Q(broken_on=None) | Q(ends_on__gte=F("broken_on"))
    )
    columns = ("indicator_id", "indicator__public_id", "indicator__unit", "indicator__decimals")
    for row_id, indicator, unit, decimals, period, ends_on, value in figures.values_list(
        *columns, "period", "ends_on", "value"
    ):
        if (row_id, period) in hidden:
            continue
        read, words = Period.parse(period), shown_words(value, Unit(unit), decimals)
        yield str(indicator), read.kind, TrendPoint(read.short_words, ends_on, float(value), words)
