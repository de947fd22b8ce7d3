"""Template tags for expected effects. Deliverable pages use one because they must not import this app."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context

from councils.actors import can
from councils.permissions import Permission
from deliverables.models import Deliverable

from ..models import ExpectedEffect, Indicator

register = template.Library()


@register.inclusion_tag("indicators/_effects_of_deliverable.html", takes_context=True)
def expected_effects(context: Context, deliverable: Deliverable) -> dict[str, Any]:
    """Indicators that a deliverable is meant to move, if any (1 query)."""
    effects = ExpectedEffect.objects.filter(deliverable=deliverable).select_related(
        "indicator__parent__parent__parent"
    )
    return _panel(context, effects.order_by("indicator__position", "id")) | {"deliverable": deliverable}


@register.inclusion_tag("indicators/_effects_on_indicator.html", takes_context=True)
def expected_from(context: Context, indicator: Indicator) -> dict[str, Any]:
    """Deliverables in the plan that are meant to move an indicator (1 query)."""
    effects = ExpectedEffect.objects.filter(indicator=indicator, deliverable__dropped_on=None).select_related(
        "deliverable__strand", "deliverable__strategy", "indicator"
    )
    panel = _panel(context, effects.order_by("deliverable__position", "id")) | {"indicator": indicator}
    return panel | {"may_change": panel["may_change"] and not indicator.is_heading}


def _panel(context: Context, effects: Iterable[ExpectedEffect]) -> dict[str, Any]:
    request = context["request"]
    may_change = can(request.actor, Permission.PLAN_CHANGE)
    return {"request": request, "effects": list(effects), "may_change": may_change}
