"""Fetch one criterion or judgement of a plan, or raise Http404 with a sentence. No other function does."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from strategies.models import Strategy

from .models import Criterion, Judgement


def get_criterion(strategy: Strategy, public_id: UUID) -> Criterion:
    """A criterion of the plan (1 query)."""
    found = Criterion.objects.filter(strategy=strategy, public_id=public_id).first()
    if found is None:
        raise Http404("Criterion not found. Perhaps it was removed.")
    found.strategy = strategy
    return found


def get_judgement(strategy: Strategy, public_id: UUID, *, lock: bool = False) -> Judgement:
    """A judgement on a criterion of the plan (1 query). With `lock`, nobody else can change it meanwhile."""
    rows = Judgement.objects.select_related("criterion", "level", "person", "post", "organisation")
    found = (
        (rows.select_for_update(of=("self",)) if lock else rows)
        .filter(criterion__strategy=strategy, public_id=public_id)
        .first()
    )
    if found is None:
        raise Http404("Judgement not found. Perhaps it was removed.")
    found.criterion.strategy = strategy
    return found
