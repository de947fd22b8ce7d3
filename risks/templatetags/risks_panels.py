"""Template tags that show risks on pages of lower rooms."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from councils.actors import can
from councils.permissions import Permission
from deliverables.models import Deliverable

from ..rules import Band
from ..summaries import risks_to

register = template.Library()


@register.inclusion_tag("risks/_of_deliverable.html", takes_context=True)
def risks_of_deliverable(context: Context, deliverable: Deliverable) -> dict[str, Any]:
    """Risks to a deliverable, if any (1 query)."""
    request = context["request"]
    return {
        "request": request,
        "deliverable": deliverable,
        "risks": risks_to(deliverable),
        "may_add": can(request.actor, Permission.PLAN_CHANGE) and not deliverable.is_dropped,
    }


@register.inclusion_tag("risks/_band_mark.html")
def band_mark(band: Band) -> dict[str, Any]:
    """As many filled squares as the place of a band, for readers who see it. The band's word follows it."""
    return {"squares": range(band.place)}
