"""Count the stated RAG ratings of a plan by strand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count

from core.overall_rag import RagCounts
from core.periods import Quarter
from core.rag import Rag
from strategies.models import Strategy
from strategies.selected_quarter import NoQuarters, selected_quarter

from .models import Deliverable, ProgressUpdate


@dataclass(frozen=True)
class PlanRatings:
    """Counts of stated RAG in a plan, for a quarter as at a day, by strand id."""

    quarter: Quarter
    as_at: date
    by_strand: dict[int, RagCounts]
    has_sample: bool

    def of(self, strand_id: int) -> RagCounts:
        return self.by_strand.get(strand_id, RagCounts())


def plan_ratings(strategy: Strategy, *, today: date) -> PlanRatings | None:
    """Count in the database, with the same result as `deliverable_states` (2 queries).

    None if no quarter has started.
    """
    try:
        selected = selected_quarter(None, today=today)
    except NoQuarters:
        return None
    known = ProgressUpdate.objects.known_on(selected.as_at, period=selected.period)
    rows = (
        Deliverable.objects.filter(strategy=strategy)
        .annotate(
            current_rag=known.latest_value("rag", otherwise=Rag.NOT_RATED.value),
            is_sample=known.latest_value("sample", otherwise=False),
        )
        .values("strand_id", "current_rag")
        .annotate(number=Count("id"), sampled=BoolOr("is_sample"))
        .values_list("strand_id", "current_rag", "number", "sampled")
    )
    counts: dict[int, dict[str, int]] = {}
    has_sample = False
    for strand_id, rag, number, sampled in rows:
        counts.setdefault(strand_id, {})[rag] = number
        has_sample = has_sample or sampled
    by_strand = {strand_id: RagCounts(**numbers) for strand_id, numbers in counts.items()}
    return PlanRatings(selected.quarter, selected.as_at, by_strand, has_sample)
