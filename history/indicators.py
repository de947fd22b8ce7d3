"""Changes to indicators since a moment: new figures, targets and forecasts, worst first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from core.periods import Period
from core.rag import Rag, Verdict
from indicators.columns import READING_JSON, decimal_or_none, reading_facts, readings_ended_by
from indicators.models import ConfidenceRating, Indicator, Reading, Target
from indicators.models.indicator import IndicatorQuerySet
from indicators.rules import Cell, MissingCode, Polarity, ReadingFacts, Unit, cell_words
from indicators.summaries import figure_words, state_of, with_figures

from .moments import Since
from .past import Past
from .rules import IndicatorKind, kinds_of_indicator_change

MOST = 50
"""Number of changed indicators to show, worst first. The indicator tables show all."""


@dataclass(frozen=True)
class IndicatorChange:
    """All changes to one indicator, in sentences, and its indicator RAG now."""

    indicator: Indicator
    kinds: list[IndicatorKind]
    sentences: tuple[str, ...]
    verdict: Verdict
    sample: bool

    @property
    def worst(self) -> IndicatorKind:
        return self.kinds[0]


@dataclass(frozen=True)
class IndicatorChanges:
    """The worst changes, and the number of all."""

    worst: list[IndicatorChange]
    count: int


def indicator_changes(
    indicators: IndicatorQuerySet, *, since: Since, past: Past, today: date
) -> IndicatorChanges:
    """Indicators of the queryset that changed, worst change first (1 query)."""
    rows = _with_what_was(indicators, since, past, today)
    changed = [change for row in rows if (change := _change(row, since, past, today))]
    changed.sort(key=lambda change: change.worst)
    return IndicatorChanges(changed[:MOST], len(changed))


def _with_what_was(indicators: IndicatorQuerySet, since: Since, past: Past, today: date) -> IndicatorQuerySet:
    """Indicators that may have changed, annotated for `_change`.

    Adds the figures now, the reading before, the targets that were written, and the latest forecast given since.
    """
    new_figures = readings_ended_by(today).filter(
        Q(public_id__in=past.of(Reading)) | Q(ends_on__gt=since.day)
    )
    targets = Target.objects.filter(indicator_id=OuterRef("pk"), public_id__in=past.of(Target))
    forecasts = ConfidenceRating.objects.filter(
        target__indicator_id=OuterRef("pk"), recorded_on__lte=today
    ).exclude(since.forecast)
    before = ConfidenceRating.objects.filter(since.forecast, target_id=OuterRef("target_id"))
    target = JSONObject(**{name: name for name in ("public_id", "period", "label", "value", "sample")})
    was = Subquery(before.order_by("-recorded_at", "-id").values("rag")[:1])
    forecast = JSONObject(**{name: name for name in ("rag", "reason", "by_name", "sample")}, was=was)
    touched = Q(Exists(new_figures)) | Q(Exists(targets)) | Q(Exists(forecasts))
    changed: IndicatorQuerySet = (
        with_figures(indicators.filter(touched), day=today, as_at=today)
        .annotate(
            earlier=Subquery(readings_ended_by(today).values(json=READING_JSON)[1:2]),
            targets_written=ArraySubquery(targets.order_by("ends_on", "id").values(json=target)),
            forecast=Subquery(forecasts.order_by("-recorded_at", "-id").values(json=forecast)[:1]),
        )
        .in_table_order()
        .with_parents()
    )
    return changed


def _change(row: Any, since: Since, past: Past, today: date) -> IndicatorChange | None:
    state = state_of(row, day=today)
    latest, forecast, targets = state.reading, row.forecast or {}, row.targets_written or []
    earlier = reading_facts(row.earlier) if row.earlier else None
    new = latest if latest and (latest.id in past.of(Reading) or latest.ends_on > since.day) else None
    kinds = kinds_of_indicator_change(
        polarity=Polarity(row.polarity) if row.polarity else None,
        figures=(new.value, earlier.value if earlier else None) if new else None,
        forecast=Rag(forecast.get("rag", Rag.NOT_RATED)),
        forecast_then=Rag(forecast.get("was") or Rag.NOT_RATED),
        target_changed=bool(targets),
    )
    if not kinds:
        return None
    sentences = (
        *(_figure_words(row, new, earlier, past) if new else ()),
        *(_target_words(row, target, past) for target in targets),
        *(_forecast_words(forecast) if forecast else ()),
    )
    sample = bool(new and new.sample) or any(part.get("sample") for part in (forecast, *targets))
    return IndicatorChange(row, kinds, sentences, state.verdict, sample)


def _figure_words(
    row: Indicator, latest: ReadingFacts, earlier: ReadingFacts | None, past: Past
) -> Iterator[str]:
    """Sentences such as "67.5% for Q1 2016–17, previously 66% for Q4 2015–16."."""
    was = f", previously {figure_words(row, earlier)} for {_period_words(earlier.period)}" if earlier else ""
    yield f"{figure_words(row, latest)} for {_period_words(latest.period)}{was}."
    held = past.held(Reading, latest.id) if latest.id else {}
    if "value" in held:
        yield f"The figure was corrected from {_value_words(row, held)}."


def _target_words(row: Indicator, target: dict[str, Any], past: Past) -> str:
    """Sentence such as "Target for 31 March 2017: 85%, previously 80%."."""
    held = past.held(Target, UUID(target["public_id"]))
    was = f", previously {_value_words(row, held)}" if "value" in held else ""
    return (
        f"Target for {target['label'] or _period_words(target['period'])}: {_value_words(row, target)}{was}."
    )


def _forecast_words(forecast: dict[str, Any]) -> Iterator[str]:
    """Sentence such as "Confidence RAG now amber, previously green. At this rate the target will be missed. (Name)"."""
    now, then = Rag(forecast["rag"]), Rag(forecast["was"] or Rag.NOT_RATED)
    if now != then:
        why = f" {forecast['reason']}" if forecast["reason"] else ""
        yield f"Confidence RAG now {now.word.lower()}, previously {then.word.lower()}.{why} ({forecast['by_name']})"


def _value_words(row: Indicator, cell: dict[str, Any]) -> str:
    code = cell.get("missing_code")
    value = decimal_or_none(cell.get("value"))
    words = cell_words(Cell(value, MissingCode(code) if code else None), Unit(row.unit), row.decimals)
    return str(cell.get("text") or words)


def _period_words(period: str) -> str:
    return Period.parse(period).short_words
