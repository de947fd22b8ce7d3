"""Readings, targets and forecasts as JSON columns of an indicator query, so that one query fetches all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject

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
    """A person's latest forecast of whether a target will be reached."""

    rag: Rag
    reason: str
    by_name: str
    recorded_on: date
    sample: bool


def readings_ended_by(day: date) -> ReadingQuerySet:
    """Subquery for indicators: readings of periods that had ended by `day`, latest first."""
    readings: ReadingQuerySet = Reading.objects.filter(indicator_id=OuterRef("pk"), ends_on__lte=day)
    return readings.latest_first()


def targets_with_forecasts(as_at: date) -> ArraySubquery:
    """Subquery for indicators: targets in date order, each with the latest forecast given by `as_at`.

    A target without a tolerance has the indicator's.
    """
    forecasts = ConfidenceRating.objects.filter(target_id=OuterRef("pk"), recorded_on__lte=as_at)
    forecast = JSONObject(**{name: F(name) for name in ("rag", "reason", "by_name", "recorded_on", "sample")})
    target = JSONObject(
        id=F("public_id"),
        **{name: F(name) for name in ("period", "ends_on", "value", "label", "sample", "borrowed_from")},
        tolerance=Coalesce("tolerance", OuterRef("default_tolerance")),
        forecast=Subquery(forecasts.order_by("-recorded_at", "-id").values(json=forecast)[:1]),
    )
    targets = Target.objects.filter(indicator_id=OuterRef("pk")).order_by("ends_on", "id")
    return ArraySubquery(targets.values(json=target))


def facts_of(reading: Reading) -> ReadingFacts:
    """Reading as the rules take it."""
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


def target_facts_of(target: Target) -> TargetFacts:
    """Target as the rules take it."""
    return TargetFacts(
        period=target.period,
        ends_on=target.ends_on,
        value=target.value,
        tolerance=target.tolerance,
        label=target.label,
        sample=target.sample,
        id=target.public_id,
        borrowed_from=target.borrowed_from,
    )


def reading_facts(json: Mapping[str, Any]) -> ReadingFacts:
    """Reading as the rules take it, from `READING_JSON`."""
    return ReadingFacts(
        period=json["period"],
        ends_on=date.fromisoformat(json["ends_on"]),
        value=decimal_or_none(json["value"]),
        missing_code=MissingCode(json["missing_code"]) if json["missing_code"] else None,
        text=json["text"],
        numerator=decimal_or_none(json["numerator"]),
        denominator=decimal_or_none(json["denominator"]),
        provisional=json["provisional"],
        sample=json["sample"],
        id=UUID(json["id"]),
    )


def target_facts(json: Mapping[str, Any]) -> TargetFacts:
    return TargetFacts(
        period=json["period"],
        ends_on=date.fromisoformat(json["ends_on"]),
        value=decimal_or_none(json["value"]),
        tolerance=decimal_or_none(json["tolerance"]),
        label=json["label"],
        sample=json["sample"],
        id=UUID(json["id"]),
        borrowed_from=json["borrowed_from"],
    )


def forecast_facts(json: Mapping[str, Any]) -> Forecast:
    return Forecast(
        rag=Rag(json["rag"]),
        reason=json["reason"],
        by_name=json["by_name"],
        recorded_on=date.fromisoformat(json["recorded_on"]),
        sample=json["sample"],
    )


def decimal_or_none(value: Any) -> Decimal | None:
    """Decimal of a JSON number. Numbers here have at most 14 digits, so their text is exact."""
    return None if value is None else Decimal(str(value))
