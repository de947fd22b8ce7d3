"""Template tags for expected effects. Deliverable pages use one because they must not import this app."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from deliverables.models import Deliverable

from ..models import ExpectedEffect, Indicator

register = template.Library()


@register.inclusion_tag("indicators/_effects_of_deliverable.html", takes_context=True)
def expected_effects(context: Context, deliverable: Deliverable) -> dict[str, Any]:
    """Indicators that a deliverable is meant to move, if any (1 query)."""
    effects = ExpectedEffect.objects.filter(deliverable=deliverable).select_related(
        "indicator__parent__parent__parent"
    )
    return {"request": context["request"], "effects": list(effects.order_by("indicator__position", "id"))}


@register.inclusion_tag("indicators/_effects_on_indicator.html", takes_context=True)
def expected_from(context: Context, indicator: Indicator) -> dict[str, Any]:
    """Deliverables that are meant to move an indicator (1 query)."""
    effects = ExpectedEffect.objects.filter(indicator=indicator).select_related(
        "deliverable__strand", "deliverable__strategy"
    )
    return {"request": context["request"], "effects": list(effects.order_by("deliverable__position", "id"))}
