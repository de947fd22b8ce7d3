"""Readings, targets and forecasts as JSON columns of a query on indicators, so that one query brings all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from core.rag import Rag

from .models import ConfidenceRating, Reading, Target
from .models.values import ReadingQuerySet
from .rules import MissingCode, ReadingFacts, TargetFacts

READING_JSON = JSONObject(
    id=F("public_id"),
    **{name: F(name) for name in ("period", "ends_on", "value", "missing_code", "text")},
    **{name: F(name) for name in ("numerator", "denominator", "provisional", "sample")},
)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a person last said of reaching a target."""

    rag: Rag
    reason: str
    by_name: str
    recorded_on: date
    sample: bool


def readings_ended_by(day: date) -> ReadingQuerySet:
    """For a subquery on indicators: the readings of periods that had ended by a day, the latest first."""
    found: ReadingQuerySet = Reading.objects.filter(indicator_id=OuterRef("pk"), ends_on__lte=day)
    return found.latest_first()


def targets_with_forecasts(as_at: date) -> ArraySubquery:
    """An indicator's targets in time, each with the forecast given last by a day."""
    forecasts = ConfidenceRating.objects.filter(target_id=OuterRef("pk"), recorded_on__lte=as_at)
    forecast = JSONObject(**{name: F(name) for name in ("rag", "reason", "by_name", "recorded_on", "sample")})
    target = JSONObject(
        **{name: F(name) for name in ("period", "ends_on", "value", "tolerance", "label", "sample")},
        forecast=Subquery(forecasts.order_by("-recorded_at", "-id").values(found=forecast)[:1]),
    )
    targets = Target.objects.filter(indicator_id=OuterRef("pk")).order_by("ends_on", "id")
    return ArraySubquery(targets.values(found=target))


def facts_of(reading: Reading) -> ReadingFacts:
    """A reading as judgement sees it."""
    return ReadingFacts(
        period=reading.period,
        ends_on=reading.ends_on,
        value=reading.value,
        missing_code=MissingCode(reading.missing_code) if reading.missing_code else None,
        text=reading.text,
        numerator=reading.numerator,
        denominator=reading.denominator,
        provisional=reading.provisional,
        sample=reading.sample,
        id=reading.public_id,
    )


def reading_facts(found: Mapping[str, Any]) -> ReadingFacts:
    """A reading as judgement sees it, from `READING_JSON`."""
    return ReadingFacts(
        period=found["period"],
        ends_on=date.fromisoformat(found["ends_on"]),
        value=decimal_or_none(found["value"]),
        missing_code=MissingCode(found["missing_code"]) if found["missing_code"] else None,
        text=found["text"],
        numerator=decimal_or_none(found["numerator"]),
        denominator=decimal_or_none(found["denominator"]),
        provisional=found["provisional"],
        sample=found["sample"],
        id=UUID(found["id"]),
    )


def target_facts(found: Mapping[str, Any]) -> TargetFacts:
    return TargetFacts(
        period=found["period"],
        ends_on=date.fromisoformat(found["ends_on"]),
        value=decimal_or_none(found["value"]),
        tolerance=decimal_or_none(found["tolerance"]),
        label=found["label"],
        sample=found["sample"],
    )


def forecast_facts(found: Mapping[str, Any]) -> Forecast:
    return Forecast(
        rag=Rag(found["rag"]),
        reason=found["reason"],
        by_name=found["by_name"],
        recorded_on=date.fromisoformat(found["recorded_on"]),
        sample=found["sample"],
    )


def decimal_or_none(value: Any) -> Decimal | None:
    """JSON numbers have at most 14 digits here, so their text is exact."""
    return None if value is None else Decimal(str(value))
