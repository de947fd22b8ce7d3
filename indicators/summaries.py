"""Indicators with their latest reading, targets and forecasts, and the RAG that pages, packs and the API show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from core.periods import Period, Quarter
from core.rag import Rag, Verdict

from .columns import (
    READING_JSON,
    Forecast,
    forecast_facts,
    reading_facts,
    readings_ended_by,
    target_facts,
    targets_with_forecasts,
)
from .models import Indicator, Reading
from .models.indicator import IndicatorQuerySet
from .rules import (
    Cell,
    Polarity,
    ReadingFacts,
    TargetFacts,
    Unit,
    cell_words,
    indicator_rag,
    last_day_counted,
    shown_words,
    target_ahead,
    target_for,
)
from .small_numbers import HIDDEN_COLUMNS, NOTHING, Hidden


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where one indicator stands as at a day: its latest reading, its indicator RAG and its confidence RAG.

    `verdict` is the indicator RAG: `reading` against `target`, the target for its period. `forecast` is a person's
    forecast for `next_target`, the next one after the day. Often both are the same target. `targets` and `forecasts`
    are by period, in date order.
    """

    reading: ReadingFacts | None
    target: TargetFacts | None
    next_target: TargetFacts | None
    targets: dict[str, TargetFacts]
    forecasts: dict[str, Forecast]
    verdict: Verdict

    @property
    def forecast(self) -> Forecast | None:
        return self.forecasts.get(self.next_target.period) if self.next_target else None

    @property
    def confidence_rag(self) -> Rag:
        return self.forecast.rag if self.forecast else Rag.NOT_RATED

    @property
    def following(self) -> TargetFacts | None:
        """The next target, where it is another than the reading's own."""
        return self.next_target if self.next_target != self.target else None

    @property
    def is_sample(self) -> bool:
        """Whether anything that a line of it shows is a sample."""
        shown = (self.reading, self.target, self.following, self.forecast)
        return any(each.sample for each in shown if each)


@dataclass(frozen=True, kw_only=True)
class IndicatorState(Standing):
    """One indicator and where it stands."""

    indicator: Indicator


def indicator_states(
    indicators: IndicatorQuerySet,
    *,
    as_at: date,
    quarter: Quarter | None = None,
    hidden: Hidden = NOTHING,
) -> list[IndicatorState]:
    """State of each indicator, in the queryset's order, from periods that had ended as at the day (1 query).

    With a quarter, readings of later periods are left out. `hidden` readings look as they do outside the council.
    """
    day = last_day_counted(as_at, quarter)
    return [state_of(row, day=day, hidden=hidden) for row in with_figures(indicators, day=day, as_at=as_at)]


def standings(
    indicators: IndicatorQuerySet, *, as_at: date, quarter: Quarter | None = None
) -> dict[int, Standing]:
    """The same by internal id, from columns alone (1 query)."""
    day = last_day_counted(as_at, quarter)
    rows = with_figures(indicators, day=day, as_at=as_at).values_list(
        *("id", "kind", "unit", "polarity", "decimals", "latest_reading", "every_target")
    )
    return {row_id: Standing(**_read(*columns, day=day)) for row_id, *columns in rows}


def ratings_of(indicators: IndicatorQuerySet, period: Period, *, as_at: date) -> dict[int, Rag]:
    """Indicator RAG of the readings of one period, by internal id, whether or not it has ended (1 query)."""
    of_period = Reading.objects.filter(indicator_id=OuterRef("pk"), period=period.token)
    annotated = indicators.annotate(
        reading_then=Subquery(of_period.values(json=READING_JSON)[:1]),
        every_target=targets_with_forecasts(as_at),
    )
    rows = annotated.filter(reading_then__isnull=False).values_list(
        *("id", "kind", "unit", "polarity", "decimals", "reading_then", "every_target")
    )
    return {row_id: _read(*columns, day=period.ends_on)["verdict"].rag for row_id, *columns in rows}


def with_figures(indicators: IndicatorQuerySet, *, day: date, as_at: date) -> IndicatorQuerySet:
    """Annotate each row for `state_of`: its latest reading by `day`, and its targets with the forecasts given by
    `as_at`.
    """
    annotated: IndicatorQuerySet = indicators.annotate(
        latest_reading=Subquery(readings_ended_by(day).values(json=READING_JSON)[:1]),
        every_target=targets_with_forecasts(as_at),
    )
    return annotated


def state_of(row: Any, *, day: date, hidden: Hidden = NOTHING) -> IndicatorState:
    """State of one row of `with_figures`."""
    latest = row.latest_reading
    if latest and (row.id, latest["period"]) in hidden:
        latest = latest | HIDDEN_COLUMNS
    reading = reading_facts(latest) if latest else None
    return state_from(row, reading, row.every_target, day=day)


def state_from(
    row: Indicator, reading: ReadingFacts | None, every_target: list[dict[str, Any]], *, day: date
) -> IndicatorState:
    """State of a row from its latest reading, and its targets as `targets_with_forecasts` gives them."""
    columns = (row.kind, row.unit, row.polarity, row.decimals, reading, every_target)
    return IndicatorState(indicator=row, **_stands(*columns, day=day))


def _read(*columns: Any, day: date) -> dict[str, Any]:
    """Fields of `Standing`, from columns of `with_figures`."""
    kind, unit, polarity, decimals, latest, every_target = columns
    reading = reading_facts(latest) if latest else None
    return _stands(kind, unit, polarity, decimals, reading, every_target, day=day)


def _stands(
    kind: str,
    unit: str,
    polarity: str | None,
    decimals: int | None,
    reading: ReadingFacts | None,
    every_target: list[dict[str, Any]],
    *,
    day: date,
) -> dict[str, Any]:
    """Fields of `Standing`."""
    targets = [target_facts(target) for target in every_target]
    next_target = target_ahead(day, targets)
    return {
        "reading": reading,
        "target": target_for(reading, targets) if reading else next_target,
        "next_target": next_target,
        "targets": {target.period: target for target in targets},
        "forecasts": {
            target["period"]: forecast_facts(target["forecast"])
            for target in every_target
            if target["forecast"]
        },
        "verdict": _verdict(kind, unit, polarity, decimals, reading, targets),
    }


def _verdict(
    kind: str,
    unit: str,
    polarity: str | None,
    decimals: int | None,
    reading: ReadingFacts | None,
    targets: list[TargetFacts],
) -> Verdict:
    return indicator_rag(
        reading,
        targets,
        polarity=Polarity(polarity) if polarity else None,
        unit=Unit(unit),
        holds_figures=Indicator.Kind(kind).holds_figures,
        decimals=decimals,
    )


def judge(row: Indicator, reading: ReadingFacts | None, targets: list[TargetFacts]) -> Verdict:
    """Indicator RAG of one reading."""
    return _verdict(row.kind, row.unit, row.polarity, row.decimals, reading, targets)


def target_words(row: Indicator, target: TargetFacts | None, decimals: int = 0) -> str:
    """Value of the target, "85%", or "Not set". The row's own decimals come before these."""
    if target is None or target.value is None:
        return "Not set"
    return shown_words(target.value, Unit(row.unit), row.decimals, decimals)


def figure_words(row: Indicator, reading: ReadingFacts | None, decimals: int = 0) -> str:
    """Figure without numerator and denominator, "82.5%", the words of a qualitative reading, or why there is none.

    The row's own decimals come before these.
    """
    if reading is None:
        return cell_words(Cell(), Unit(row.unit))
    if reading.value is not None:
        return shown_words(reading.value, Unit(row.unit), row.decimals, decimals)
    return reading.text or cell_words(reading.cell, Unit(row.unit))
