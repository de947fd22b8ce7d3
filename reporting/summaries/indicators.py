"""The rows of the indicator tables as a board reads them, in one query."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from indicators.models import ConfidenceRating, Indicator, Reading, Target
from indicators.models.indicator import IndicatorQuerySet
from indicators.rules import Cell, MissingCode, Polarity, Unit, cell_words, indicator_rag, value_words
from sendplan.periods import Period
from sendplan.rag import Rag, Verdict
from strategies.models import ReportingPeriod

from .shapes import IndicatorLine


def indicator_lines(
    rows: IndicatorQuerySet, *, period: ReportingPeriod, as_at: date
) -> tuple[IndicatorLine, ...]:
    """Each row with its latest reading, the target ahead and the forecast for it, in table order (1 query).

    The target ahead is the first that falls due on or after the quarter's end, else the last one. A reading counts
    once its period has ended; a forecast once it was given.
    """
    found = (
        rows.select_related("strategy", "key_outcome")
        .annotate(
            reading=_latest_reading(period),
            ahead=_target(period, ends_on__gte=period.ends_on, order="ends_on", as_at=as_at),
            behind=_target(period, ends_on__lt=period.ends_on, order="-ends_on", as_at=as_at),
        )
        .in_table_order()
    )
    return tuple(_line(row, row.reading or {}, row.ahead or row.behind or {}) for row in found)


def _latest_reading(period: ReportingPeriod) -> Subquery:
    readings = Reading.objects.filter(indicator_id=OuterRef("pk"), ends_on__lte=period.ends_on)
    columns = ("period", "value", "numerator", "denominator", "missing_code", "text", "provisional", "sample")
    return Subquery(
        readings.order_by("-ends_on", "-id").values(found=JSONObject(**{name: F(name) for name in columns}))[
            :1
        ]
    )


def _target(period: ReportingPeriod, *, order: str, as_at: date, **when: date) -> Subquery:
    ratings = ConfidenceRating.objects.filter(target_id=OuterRef("pk"), recorded_on__lte=as_at)
    rating = Subquery(
        ratings.order_by("-recorded_at", "-id").values(
            found=JSONObject(rag="rag", reason="reason", by="by_name", on="recorded_on", sample="sample")
        )[:1]
    )
    targets = Target.objects.filter(indicator_id=OuterRef("pk"), **when)
    columns = ("period", "label", "value", "tolerance", "sample")
    return Subquery(
        targets.order_by(order, "id").values(
            found=JSONObject(**{name: F(name) for name in columns}, rating=rating)
        )[:1]
    )


def _line(row: Indicator, reading: dict[str, Any], target: dict[str, Any]) -> IndicatorLine:
    rating = target.get("rating") or {}
    verdict = _against_target(row, reading, target)
    outcome = row.key_outcome
    return IndicatorLine(
        id=str(row.public_id),
        strategy=row.strategy.slug,
        set=row.get_set_display(),
        heading=f"Key outcome {outcome.number}: {outcome.title}" if outcome else row.get_set_display(),
        label=row.corrected_label or row.label,
        title=row.title or row.breakdown,
        depth=row.depth,
        kind=row.kind,
        value=_reading_words(row, reading),
        value_period=Period.parse(reading["period"]).short_words if reading else "",
        parts=_parts(reading),
        provisional=bool(reading.get("provisional")),
        target=_target_words(row, target),
        target_period=(target["label"] or Period.parse(target["period"]).short_words) if target else "",
        rag=verdict.rag,
        rag_reason=verdict.reason,
        confidence_rag=Rag(rating.get("rag", Rag.NOT_RATED)),
        confidence_reason=rating.get("reason", ""),
        confidence_by=rating.get("by", ""),
        confidence_on=date.fromisoformat(rating["on"]) if rating else None,
        sample=any(each.get("sample") for each in (reading, target, rating)),
    )


def _against_target(row: Indicator, reading: dict[str, Any], target: dict[str, Any]) -> Verdict:
    if row.kind in (Indicator.Kind.HEADING, Indicator.Kind.QUALITATIVE):
        return Verdict(Rag.NOT_RATED, "Heading only, with no figures.")
    return indicator_rag(
        _cell(reading),
        target=_decimal(target.get("value")),
        polarity=Polarity(row.polarity) if row.polarity else None,
        tolerance=_decimal(target.get("tolerance")),
        unit=Unit(row.unit),
    )


def _cell(reading: dict[str, Any]) -> Cell:
    code = reading.get("missing_code")
    return Cell(_decimal(reading.get("value")), MissingCode(code) if code else None)


def _reading_words(row: Indicator, reading: dict[str, Any]) -> str:
    if row.kind == Indicator.Kind.HEADING:
        return ""
    return reading.get("text") or cell_words(_cell(reading), Unit(row.unit))


def _target_words(row: Indicator, target: dict[str, Any]) -> str:
    value = _decimal(target.get("value"))
    return "" if value is None else value_words(value, Unit(row.unit))


def _parts(reading: dict[str, Any]) -> str:
    """ "41 of 50", where the two are known."""
    numerator, denominator = _decimal(reading.get("numerator")), _decimal(reading.get("denominator"))
    if numerator is None or denominator is None:
        return ""
    return f"{value_words(numerator, Unit.NUMBER)} of {value_words(denominator, Unit.NUMBER)}"


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
