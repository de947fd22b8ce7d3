"""Indicator rows of a board's summary, and which of them a dashboard shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.periods import Period
from indicators.models import Indicator
from indicators.models.indicator import IndicatorQuerySet
from indicators.rules import TargetFacts
from indicators.small_numbers import NOTHING, Hidden
from indicators.summaries import IndicatorState, figure_words, indicator_states, standings, target_words
from strategies.models import ReportingPeriod

from .dashboard import SHOWN, Shown
from .shapes import IndicatorLine, is_off_target


@dataclass(frozen=True, slots=True)
class IndicatorsOfDashboard:
    """What a dashboard says of its indicators. `has_sample`: anything known of one of them is a sample."""

    total: int
    off_target: Shown[IndicatorLine]
    has_sample: bool


def indicator_lines(
    rows: IndicatorQuerySet, *, period: ReportingPeriod, as_at: date, hidden: Hidden = NOTHING
) -> tuple[IndicatorLine, ...]:
    """Indicators with their latest reading for the quarter, RAG and forecast, in table order (1 query).

    `hidden` readings look as they do outside the council.
    """
    rows = rows.in_table_order().with_parents().select_related("strategy", "key_outcome")
    states = indicator_states(rows, as_at=as_at, quarter=period.quarter, hidden=hidden)
    return tuple(_line(state) for state in states)


def indicators_off_target(
    rows: IndicatorQuerySet, *, period: ReportingPeriod, as_at: date, most: int = SHOWN
) -> IndicatorsOfDashboard:
    """Number of indicators, and the first that are off target, `most` of them (2 queries).

    Judges from columns, loads only those.
    """
    found = standings(rows.in_table_order(), as_at=as_at, quarter=period.quarter)
    off = [row_id for row_id, each in found.items() if is_off_target(each.verdict.rag, each.confidence_rag)]
    first = Indicator.objects.filter(id__in=off[:most])
    shown = indicator_lines(first, period=period, as_at=as_at) if off else ()
    return IndicatorsOfDashboard(
        total=len(found),
        off_target=Shown(shown, len(off)),
        has_sample=any(each.is_sample for each in found.values()),
    )


def _line(state: IndicatorState) -> IndicatorLine:
    row, reading, forecast, outcome = (
        state.indicator,
        state.reading,
        state.forecast,
        state.indicator.key_outcome,
    )
    following = state.following
    return IndicatorLine(
        id=str(row.public_id),
        strategy=row.strategy.slug,
        set=row.get_set_display(),
        heading=f"Key outcome {outcome.number}: {outcome.title}" if outcome else row.get_set_display(),
        label=row.corrected_label or row.label,
        title=row.title or row.breakdown,
        depth=row.depth,
        kind=row.kind,
        value="" if row.is_heading else figure_words(row, reading),
        value_period=Period.parse(reading.period).short_words if reading else "",
        parts=reading.parts if reading else "",
        provisional=bool(reading and reading.provisional),
        target=_value_words(state, state.target),
        target_period=_period_words(state.target),
        rag=state.verdict.rag,
        rag_reason=state.verdict.reason,
        confidence_rag=state.confidence_rag,
        confidence_reason=forecast.reason if forecast else "",
        confidence_by=forecast.by_name if forecast else "",
        confidence_on=forecast.recorded_on if forecast else None,
        sample=state.is_sample,
        next_target=_value_words(state, following),
        next_target_period=_period_words(following),
        name_above=row.name_above,
    )


def _value_words(state: IndicatorState, target: TargetFacts | None) -> str:
    if target is None or target.value is None:
        return ""
    return target_words(state.indicator, target)


def _period_words(target: TargetFacts | None) -> str:
    return (target.label or Period.parse(target.period).short_words) if target else ""
