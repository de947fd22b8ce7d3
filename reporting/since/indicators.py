"""What happened to indicators since a moment: new figures, targets and forecasts, the worst first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from indicators.models import ConfidenceRating, Indicator, Reading, Target
from indicators.models.indicator import IndicatorQuerySet
from indicators.rules import Cell, MissingCode, Polarity, Unit, cell_words
from sendplan.periods import Period
from sendplan.rag import Rag

from .moments import Since
from .past import Past
from .rules import IndicatorKind, kinds_of_indicator_change

MOST = 50
"""So many are told, the worst; the indicator tables have all."""

FIGURE = ("public_id", "period", "ends_on", "value", "missing_code", "text", "sample")


@dataclass(frozen=True)
class IndicatorChange:
    """Everything that happened to one indicator, in sentences."""

    indicator: Indicator
    kinds: list[IndicatorKind]
    told: tuple[str, ...]
    sample: bool

    @property
    def worst(self) -> IndicatorKind:
        return self.kinds[0]


@dataclass(frozen=True)
class IndicatorChanges:
    """The worst of them, and how many there are in all."""

    worst: list[IndicatorChange]
    count: int


def indicator_changes(
    indicators: IndicatorQuerySet, *, since: Since, past: Past, today: date
) -> IndicatorChanges:
    """Those of the queryset to which something happened (1 query)."""
    rows = _with_what_was(indicators, since, past, today)
    found = [change for row in rows if (change := _change(row, since, past))]
    found.sort(key=lambda change: change.worst)
    return IndicatorChanges(found[:MOST], len(found))


def _with_what_was(indicators: IndicatorQuerySet, since: Since, past: Past, today: date) -> IndicatorQuerySet:
    """Each to which something may have happened, with its two latest figures, the targets that were written, and
    the latest forecast that was given since."""
    figures = Reading.objects.filter(indicator_id=OuterRef("pk"), ends_on__lte=today)
    new_figures = figures.filter(Q(public_id__in=past.of(Reading)) | Q(ends_on__gt=since.day))
    targets = Target.objects.filter(indicator_id=OuterRef("pk"), public_id__in=past.of(Target))
    forecasts = ConfidenceRating.objects.filter(
        target__indicator_id=OuterRef("pk"), recorded_on__lte=today
    ).exclude(since.forecast)
    before = ConfidenceRating.objects.filter(since.forecast, target_id=OuterRef("target_id"))
    figure = JSONObject(**{name: name for name in FIGURE})
    target = JSONObject(**{name: name for name in ("public_id", "period", "label", "value", "sample")})
    was = Subquery(before.order_by("-recorded_at", "-id").values("rag")[:1])
    forecast = JSONObject(**{name: name for name in ("rag", "reason", "by_name", "sample")}, was=was)
    latest = figures.order_by("-ends_on", "-id").values(found=figure)
    touched = Q(Exists(new_figures)) | Q(Exists(targets)) | Q(Exists(forecasts))
    found: IndicatorQuerySet = (
        indicators.filter(touched)
        .annotate(
            latest=Subquery(latest[:1]),
            earlier=Subquery(latest[1:2]),
            targets_written=ArraySubquery(targets.order_by("ends_on", "id").values(found=target)),
            forecast=Subquery(forecasts.order_by("-recorded_at", "-id").values(found=forecast)[:1]),
        )
        .in_table_order()
    )
    return found


def _change(row: Any, since: Since, past: Past) -> IndicatorChange | None:
    latest, earlier, forecast = row.latest or {}, row.earlier or {}, row.forecast or {}
    targets = row.targets_written or []
    is_new = bool(latest) and (
        UUID(latest["public_id"]) in past.of(Reading) or date.fromisoformat(latest["ends_on"]) > since.day
    )
    kinds = kinds_of_indicator_change(
        polarity=Polarity(row.polarity) if row.polarity else None,
        figures=(_decimal(latest), _decimal(earlier)) if is_new else None,
        forecast=Rag(forecast.get("rag", Rag.NOT_RATED)),
        forecast_then=Rag(forecast.get("was") or Rag.NOT_RATED),
        target_changed=bool(targets),
    )
    if not kinds:
        return None
    told = (
        *(_figure_words(row, latest, earlier, past) if is_new else ()),
        *(_target_words(row, target, past) for target in targets),
        *(_forecast_words(forecast) if forecast else ()),
    )
    parts = (latest if is_new else {}, forecast, *targets)
    return IndicatorChange(row, kinds, told, sample=any(part.get("sample") for part in parts))


def _figure_words(
    row: Indicator, latest: dict[str, Any], earlier: dict[str, Any], past: Past
) -> Iterator[str]:
    """ "67.5% for Q1 2016–17, was 66% for Q4 2015–16." """
    was = f", previously {_value_words(row, earlier)} for {_period_words(earlier)}" if earlier else ""
    yield f"{_value_words(row, latest)} for {_period_words(latest)}{was}."
    held = past.held(Reading, UUID(latest["public_id"]))
    if "value" in held:
        yield f"The figure was corrected from {_value_words(row, held)}."


def _target_words(row: Indicator, target: dict[str, Any], past: Past) -> str:
    """ "Target for 31 March 2017: 85%, was 80%." """
    held = past.held(Target, UUID(target["public_id"]))
    was = f", previously {_value_words(row, held)}" if "value" in held else ""
    return f"Target for {target['label'] or _period_words(target)}: {_value_words(row, target)}{was}."


def _forecast_words(forecast: dict[str, Any]) -> Iterator[str]:
    """ "Forecast amber, was green. At this pace the target is not reached. (Demo officer)" """
    now, then = Rag(forecast["rag"]), Rag(forecast["was"] or Rag.NOT_RATED)
    if now != then:
        why = f" {forecast['reason']}" if forecast["reason"] else ""
        yield f"Confidence RAG now {now.word.lower()}, previously {then.word.lower()}.{why} ({forecast['by_name']})"


def _value_words(row: Indicator, cell: dict[str, Any]) -> str:
    code = cell.get("missing_code")
    words = cell_words(Cell(_decimal(cell), MissingCode(code) if code else None), Unit(row.unit))
    return str(cell.get("text") or words)


def _period_words(cell: dict[str, Any]) -> str:
    return Period.parse(cell["period"]).short_words


def _decimal(cell: dict[str, Any]) -> Decimal | None:
    value = cell.get("value")
    return None if value is None else Decimal(str(value))
