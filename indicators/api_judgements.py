"""Judge indicators for API lists, as `indicator_states` does, but without creating model instances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce

from api.shapes import Row
from core.rag import Rag, Verdict

from .models import ConfidenceRating, Indicator, Reading, Target
from .rules import MissingCode, Polarity, ReadingFacts, TargetFacts, Unit, indicator_rag, target_ahead
from .small_numbers import NOTHING, Hidden, as_hidden

Forecasts = dict[tuple[int, str], str]
"""Confidence RAG by indicator and period of the target."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The ratings of one indicator as at a day."""

    verdict: Verdict
    confidence_rag: str


def judgements(rows: Mapping[int, Row], *, as_at: date, hidden: Hidden = NOTHING) -> dict[int, Judgement]:
    """Judge these rows of the list, by internal id (3 queries). `hidden` readings count as suppressed."""
    readings, targets, forecasts = _latest_readings(rows, as_at), _targets(rows), _forecasts(rows, as_at)
    readings = {
        each: as_hidden(reading) if (each, reading.period) in hidden else reading
        for each, reading in readings.items()
    }
    return {
        each: Judgement(
            _verdict(row, readings.get(each), targets[each]),
            _confidence(each, targets[each], forecasts, as_at),
        )
        for each, row in rows.items()
    }


def _verdict(row: Row, reading: ReadingFacts | None, targets: list[TargetFacts]) -> Verdict:
    return indicator_rag(
        reading,
        targets,
        polarity=Polarity(row["polarity"]) if row["polarity"] else None,
        unit=Unit(row["unit"]),
        holds_figures=Indicator.Kind(row["kind"]).holds_figures,
        decimals=row["decimals"],
    )


def _confidence(indicator_id: int, targets: list[TargetFacts], forecasts: Forecasts, as_at: date) -> str:
    """The latest forecast for the next target."""
    target = target_ahead(as_at, targets)
    return forecasts.get((indicator_id, target.period), Rag.NOT_RATED) if target else Rag.NOT_RATED


def _latest_readings(ids: Iterable[int], as_at: date) -> dict[int, ReadingFacts]:
    ended = Reading.objects.filter(indicator_id__among=ids, ends_on__lte=as_at)
    latest = ended.order_by("indicator_id", "-ends_on", "-id").distinct("indicator_id")
    columns = ("indicator_id", "period", "ends_on", "value", "missing_code", "text", "provisional")
    return {
        indicator_id: ReadingFacts(
            period=period,
            ends_on=ends_on,
            value=value,
            missing_code=MissingCode(missing_code) if missing_code else None,
            text=text,
            provisional=provisional,
        )
        for indicator_id, period, ends_on, value, missing_code, text, provisional in latest.values_list(
            *columns
        )
    }


def _targets(ids: Iterable[int]) -> dict[int, list[TargetFacts]]:
    """Targets of each indicator, in date order, with their own tolerance or else the indicator's."""
    targets: dict[int, list[TargetFacts]] = defaultdict(list)
    columns = ("indicator_id", "period", "ends_on", "value")
    tolerance = Coalesce("tolerance", "indicator__default_tolerance")
    for indicator_id, *facts in Target.objects.filter(indicator_id__among=ids).values_list(
        *columns, tolerance
    ):
        targets[indicator_id].append(TargetFacts(*facts))
    return targets


def _forecasts(ids: Iterable[int], as_at: date) -> Forecasts:
    """The latest forecast for each target."""
    given = ConfidenceRating.objects.filter(target__indicator_id__among=ids, recorded_on__lte=as_at)
    latest = given.order_by("target_id", "-recorded_at", "-id").distinct("target_id")
    return {
        (indicator_id, period): rag
        for indicator_id, period, rag in latest.values_list("target__indicator_id", "target__period", "rag")
    }
