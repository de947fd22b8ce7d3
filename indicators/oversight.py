"""Indicators that a board sees."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from deliverables.models import Overseen

from .models import ExpectedEffect, Indicator
from .models.indicator import IndicatorQuerySet


def indicators_watched(overseen: Overseen) -> IndicatorQuerySet:
    """Indicators of strategies overseen as a whole, and those that the overseen deliverables should move."""
    expected = ExpectedEffect.objects.filter(
        overseen.deliverables("deliverable__"), indicator_id=OuterRef("pk"), deliverable__dropped_on=None
    )
    indicators: IndicatorQuerySet = Indicator.objects.filter(
        Q(strategy_id__in=overseen.whole_strategies) | Exists(expected)
    )
    return indicators
