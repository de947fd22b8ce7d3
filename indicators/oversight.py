"""Which indicators a board sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from .models import ExpectedEffect, Indicator
from .models.indicator import IndicatorQuerySet

Ids = Iterable[int] | QuerySet[Any, Any]


def indicators_watched(*, strands: Ids, whole_strategies: Ids) -> IndicatorQuerySet:
    """All indicators of strategies watched as a whole; of others, those that deliverables of the strands should move.

    Both take internal ids, or a query for them.
    """
    expected = ExpectedEffect.objects.filter(indicator_id=OuterRef("pk"), deliverable__strand_id__in=strands)
    found: IndicatorQuerySet = Indicator.objects.filter(
        Q(strategy_id__in=whole_strategies) | Exists(expected)
    )
    return found
