"""How each part of a plan stands, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from core.periods import Quarter
from core.rag import Rag, RagCounts
from strategies.models import Strategy
from strategies.summaries import NoQuarters, period_in_view

from .models import Deliverable, ProgressUpdate


@dataclass(frozen=True)
class PlanRatings:
    """What is stated of a plan's deliverables in a quarter as at a day, by the ids of its strands."""

    quarter: Quarter
    as_at: date
    by_strand: dict[int, RagCounts]
    has_sample: bool

    def of(self, strand_id: int) -> RagCounts:
        return self.by_strand.get(strand_id, RagCounts())


def plan_ratings(strategy: Strategy, *, today: date) -> PlanRatings | None:
    """As `deliverable_states` would judge, counted in the database; None before any quarter (2 queries)."""
    try:
        view = period_in_view(None, today=today)
    except NoQuarters:
        return None
    heard = ProgressUpdate.objects.known_on(view.as_at, period=view.period)
    latest = heard.filter(deliverable_id=OuterRef("id")).newest_first()
    rows = (
        Deliverable.objects.filter(strategy=strategy)
        .annotate(
            stands=Coalesce(Subquery(latest.values("rag")[:1]), Value(Rag.NOT_RATED.value)),
            invented=Coalesce(Subquery(latest.values("sample")[:1]), Value(False)),
        )
        .values("strand_id", "stands")
        .annotate(number=Count("id"), sampled=BoolOr("invented"))
        .values_list("strand_id", "stands", "number", "sampled")
    )
    counted: dict[int, dict[str, int]] = {}
    has_sample = False
    for strand_id, stands, number, sampled in rows:
        counted.setdefault(strand_id, {})[stands] = number
        has_sample = has_sample or sampled
    by_strand = {strand_id: RagCounts(**numbers) for strand_id, numbers in counted.items()}
    return PlanRatings(view.quarter, view.as_at, by_strand, has_sample)
