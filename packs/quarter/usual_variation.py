"""Usual variation of a pack's indicators: which charts it prints, and what the snapshot keeps of them.

The limits and special causes of the day are frozen, not worked out again: an old paper keeps what it said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from indicators.models import Indicator, Reading, Rebase, Target
from indicators.pages.spc_panel import SeriesFigures, SpcPanel, spc_panel
from indicators.rules import Polarity, ReadingFacts, TargetFacts, Unit, last_day_counted
from indicators.rules.spc import (
    FOR_ICONS,
    Analysis,
    Assurance,
    Cause,
    Flag,
    Limits,
    Meaning,
    Segment,
    Side,
    Stage,
    Variation,
)
from indicators.rules.spc.chart import Axes
from indicators.series_breaks import breaks_of
from indicators.small_numbers import Hidden
from indicators.spc_series import SpcSeries, spc_series
from reporting.summaries import BoardSummary

from ..document import (
    UsualVariation,
    VariationChart,
    VariationLimits,
    VariationPoint,
    VariationSegment,
)

MOST_CHARTS = 12
"""Charts in one pack: four pages."""
LIMITS = ("mean", "average_range", "lower", "upper", "near_lower", "near_upper")


def variation_of(summary: BoardSummary, *, hidden: Hidden) -> UsualVariation:
    """Indicators with icons, from figures that count in the quarter (1 query, 6 if any has enough figures).

    `hidden` readings count nowhere: a limit that they moved would give them away.
    """
    found = _series(summary, hidden)
    special = [each for each in found if _is_special(each[1].analysis)]
    special.sort(key=lambda each: _rank(each[1].analysis))
    return UsualVariation(
        charts=tuple(_chart(row, spc_panel(row, series)) for row, series in special[:MOST_CHARTS]),
        more=max(len(special) - MOST_CHARTS, 0),
        others=len(found) - len(special),
    )


def _is_special(analysis: Analysis) -> bool:
    return analysis.variation != Variation.COMMON_CAUSE or analysis.assurance == Assurance.FAILS


def _rank(analysis: Analysis) -> int:
    """Concern first, then those that will keep missing the target, then the unusual and the improvements."""
    meaning = analysis.variation.meaning if analysis.variation else Meaning.USUAL
    if meaning != Meaning.CONCERN and analysis.assurance == Assurance.FAILS:
        return 1
    return {Meaning.CONCERN: 0, Meaning.UNUSUAL: 2}.get(meaning, 3)


def _series(summary: BoardSummary, hidden: Hidden) -> list[tuple[Indicator, SpcSeries]]:
    """Indicators whose series has icons, in table order."""
    last_day = last_day_counted(summary.as_at, summary.quarter)
    readings: dict[int, list[ReadingFacts]] = defaultdict(list)
    figures = Reading.objects.filter(
        indicator__public_id__in=[line.id for line in summary.indicators if line.value_period],
        value__isnull=False,
        ends_on__lte=last_day,
    )
    for row_id, period, ends_on, value in figures.values_list("indicator_id", "period", "ends_on", "value"):
        if (row_id, period) not in hidden:
            readings[row_id].append(ReadingFacts(period, ends_on, value))
    enough = [row_id for row_id, facts in readings.items() if len(facts) >= FOR_ICONS]
    if not enough:
        return []
    targets, rebases, breaks = _targets(enough), _rebases(enough), breaks_of(enough)
    found = []
    for row in Indicator.objects.filter(id__in=enough).with_parents().in_table_order():
        series = spc_series(
            row, readings[row.pk], targets[row.pk], rebases[row.pk], breaks[row.pk], today=last_day
        )
        if series and series.analysis.variation:
            found.append((row, series))
    return found


def _targets(ids: list[int]) -> dict[int, list[TargetFacts]]:
    targets: dict[int, list[TargetFacts]] = defaultdict(list)
    columns = Target.objects.filter(indicator_id__in=ids).values_list(
        "indicator_id", "period", "ends_on", "value"
    )
    for row_id, period, ends_on, value in columns:
        targets[row_id].append(TargetFacts(period, ends_on, value))
    return targets


def _rebases(ids: list[int]) -> dict[int, list[Rebase]]:
    rebases: dict[int, list[Rebase]] = defaultdict(list)
    for rebase in Rebase.objects.standing().filter(indicator_id__in=ids):
        rebases[rebase.indicator_id].append(rebase)
    return rebases


def _chart(row: Indicator, panel: SpcPanel) -> VariationChart:
    analysis = panel.series.analysis
    return VariationChart(
        indicator=str(row.public_id),
        name=row.full_name,
        unit=row.unit,
        decimals=panel.decimals,
        kind=panel.axes.kind,
        polarity=row.polarity or "",
        points=_points(panel),
        segments=tuple(_segment(each, panel.axes.signs) for each in analysis.segments),
        variation=str(analysis.variation or ""),
        assurance=str(analysis.assurance or ""),
        title=panel.title,
        sentences=panel.sentences,
        basis=panel.basis,
    )


def _points(panel: SpcPanel) -> tuple[VariationPoint, ...]:
    analysis, axes = panel.series.analysis, panel.axes
    each = zip(axes.labels, analysis.values, axes.targets, analysis.flags, strict=True)
    return tuple(
        VariationPoint(
            period=label,
            value=_float(value),
            target=_float(target),
            cause=str(flag.cause) if flag else "",
            side=str(flag.side) if flag else "",
            count=flag.count if flag else 0,
        )
        for label, value, target, flag in each
    )


def _segment(segment: Segment, signs: Mapping[int, str]) -> VariationSegment:
    limits = segment.limits
    kept = VariationLimits(**{name: float(getattr(limits, name)) for name in LIMITS}) if limits else None
    sign = signs.get(segment.start, "")
    return VariationSegment(segment.start, segment.stop, segment.count, str(segment.stage), kept, sign)


def _float(number: Fraction | None) -> float | None:
    return None if number is None else float(number)


def analysis_of(chart: VariationChart) -> Analysis:
    """The frozen chart as the drawing takes it."""
    flags = [
        Flag(Cause(point.cause), Side(point.side), point.count) if point.cause else None
        for point in chart.points
    ]
    return Analysis(
        values=tuple(_exact(point.value) for point in chart.points),
        segments=tuple(
            Segment(
                each.start,
                each.stop,
                each.count,
                Stage(each.stage),
                _limits(each.limits) if each.limits else None,
                tuple(flags[each.start : each.stop]),
            )
            for each in chart.segments
        ),
        polarity=Polarity(chart.polarity) if chart.polarity else None,
        target=None,
        variation=Variation(chart.variation) if chart.variation else None,
        assurance=Assurance(chart.assurance) if chart.assurance else None,
    )


def _limits(frozen: VariationLimits) -> Limits:
    mean, average_range, lower, upper, near_lower, near_upper = (
        Fraction(getattr(frozen, name)) for name in LIMITS
    )
    return Limits(mean, average_range, lower, upper, near_lower, near_upper)


def axes_of(chart: VariationChart) -> Axes:
    """Labels, targets and unit of the frozen chart."""
    unit = Unit(chart.unit)
    return Axes(
        labels=[point.period for point in chart.points],
        targets=[_exact(point.target) for point in chart.points],
        words=SeriesFigures(unit, chart.decimals).short,
        kind=chart.kind,
        percent=unit == Unit.PERCENT,
        signs={each.start: each.sign for each in chart.segments if each.sign},
    )


def _exact(number: float | None) -> Fraction | None:
    return None if number is None else Fraction(number)
