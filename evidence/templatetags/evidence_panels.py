"""Template tags that show evidence on pages of lower rooms."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from councils.actors import can
from councils.permissions import Permission
from deliverables.models import Deliverable
from indicators.models import Indicator

from ..summaries import areas_answered_by, evidence_for, evidence_for_indicator

register = template.Library()


@register.inclusion_tag("evidence/_of_deliverable.html", takes_context=True)
def evidence_of_deliverable(context: Context, deliverable: Deliverable) -> dict[str, Any]:
    """Evidence of a deliverable, and the areas of inspections that it answers, if any (2 queries)."""
    request = context["request"]
    return {
        "request": request,
        "deliverable": deliverable,
        "evidence": evidence_for(deliverable),
        "areas": areas_answered_by(deliverable),
        "may_add": can(request.actor, Permission.PROGRESS_RECORD) and not deliverable.is_dropped,
    }


@register.inclusion_tag("evidence/_of_indicator.html", takes_context=True)
def evidence_of_indicator(context: Context, indicator: Indicator) -> dict[str, Any]:
    """Evidence of an indicator, if any (1 query)."""
    request = context["request"]
    return {
        "request": request,
        "indicator": indicator,
        "evidence": evidence_for_indicator(indicator),
        "may_add": can(request.actor, Permission.PROGRESS_RECORD) and not indicator.is_heading,
    }
