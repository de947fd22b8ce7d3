"""Indicators that a board sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from .models import ExpectedEffect, Indicator
from .models.indicator import IndicatorQuerySet

Ids = Iterable[int] | QuerySet[Any, Any]


def indicators_watched(*, strands: Ids, whole_strategies: Ids) -> IndicatorQuerySet:
    """Indicators of strategies overseen as a whole, and those that deliverables of the strands should move.

    Both arguments are internal ids, or a query for them.
    """
    expected = ExpectedEffect.objects.filter(
        indicator_id=OuterRef("pk"), deliverable__strand_id__in=strands, deliverable__dropped_on=None
    )
    indicators: IndicatorQuerySet = Indicator.objects.filter(
        Q(strategy_id__in=whole_strategies) | Exists(expected)
    )
    return indicators
