"""Template tags that show budget lines, also on pages of lower rooms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context

from councils.actors import can
from councils.permissions import Permission
from deliverables.models import Deliverable

from ..rules import pounds as in_pounds
from ..summaries import lines_for

register = template.Library()


@register.filter
def pounds(amount: Decimal | None) -> str:
    """ "£12,000.50", or a dash for a missing amount."""
    return "–" if amount is None else in_pounds(amount)


@register.inclusion_tag("money/_of_deliverable.html", takes_context=True)
def money_of_deliverable(context: Context, deliverable: Deliverable) -> dict[str, Any]:
    """Budget lines that pay for a deliverable, if any (1 query)."""
    request = context["request"]
    return {
        "request": request,
        "deliverable": deliverable,
        "lines": lines_for(deliverable),
        "may_add": can(request.actor, Permission.PLAN_CHANGE) and not deliverable.is_dropped,
    }
