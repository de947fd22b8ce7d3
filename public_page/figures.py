"""Headline indicators as the public sees them: the latest final figure, its target and its direction, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery

from core.periods import Period, PeriodKind, Quarter
from councils.models import Council
from indicators.columns import READING_JSON, reading_facts, readings_ended_by, targets_with_forecasts
from indicators.models import Indicator
from indicators.rules import Polarity, ReadingFacts, last_day_counted
from indicators.rules.travel import Travel, travel_of
from indicators.small_numbers import Hidden, as_hidden, hidden_outside
from indicators.summaries import figure_words, state_from, target_words
from strategies.models import Strategy

from .document import Figure
from .rules import TARGET_WORDS

LOOKED_BACK = 12
"""How many final figures are read of each indicator, to find the one before of the same kind of period."""
WITHOUT_FIGURES = [kind for kind in Indicator.Kind if not kind.holds_figures]


@dataclass(frozen=True, slots=True)
class FigureOfPlan:
    """A figure, the internal id of its plan, and whether anything in it is made up."""

    strategy_id: int
    figure: Figure
    sample: bool


def figures_of(
    strategies: Sequence[Strategy], council: Council, *, as_at: date, quarter: Quarter
) -> list[FigureOfPlan]:
    """Headline indicators of the plans, in table order (3 queries). Small numbers are hidden."""
    day = last_day_counted(as_at, quarter)
    final = readings_ended_by(day).filter(provisional=False).values(json=READING_JSON)[:LOOKED_BACK]
    rows = (
        Indicator.objects.filter(strategy__in=strategies, is_headline=True)
        .exclude(kind__in=WITHOUT_FIGURES)
        .in_table_order()
        .with_parents()
        .with_last_break(as_at)
        .annotate(final=ArraySubquery(final), every_target=targets_with_forecasts(as_at))
    )
    found = list(rows)
    hidden = hidden_outside(council) if found else frozenset()
    return [_figure(row, day, hidden) for row in found]


def _figure(row: Any, day: date, hidden: Hidden) -> FigureOfPlan:
    readings = [reading_facts(each) for each in row.final]
    readings = [as_hidden(each) if (row.id, each.period) in hidden else each for each in readings]
    latest = readings[0] if readings else None
    state = state_from(row, latest, row.every_target, day=day)
    target = state.target if state.target and state.target.value is not None else None
    figure = Figure(
        name=row.full_name,
        value=figure_words(row, latest),
        period=_period_words(latest.period) if latest else "",
        target=target_words(row, target) if target else "",
        target_period=_period_words(target.period) if target else "",
        against_target=TARGET_WORDS.get(state.verdict.rag, ""),
        direction=_direction(row, readings),
    )
    return FigureOfPlan(row.strategy_id, figure, state.is_sample)


def _direction(row: Any, readings: Sequence[ReadingFacts]) -> str:
    """ "Better: it was 54% in January to March 2016", or "" if there is nothing to compare with."""
    if not readings:
        return ""
    latest, *earlier = readings
    kind = Period.parse(latest.period).kind
    before = next((each for each in earlier if Period.parse(each.period).kind == kind), None)
    if before is None or before.value is None or latest.value is None:
        return ""
    if row.broken_on and before.ends_on < row.broken_on:
        return ""
    when = _period_words(before.period)
    travel = travel_of(before.value, latest.value, Polarity(row.polarity) if row.polarity else None)
    if travel == Travel.SAME:
        return f"The same as in {when}"
    word = {Travel.UP: "Higher", Travel.DOWN: "Lower"}.get(travel, travel.word)
    return f"{word}: it was {figure_words(row, before)} in {when}"


def _period_words(token: str) -> str:
    """The period for readers who do not count in quarters of financial years: "April to June 2016"."""
    period = Period.parse(token)
    return Quarter.of(period.starts_on).months if period.kind == PeriodKind.QUARTER else period.short_words
