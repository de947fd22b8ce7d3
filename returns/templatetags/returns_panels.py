"""Panels of returns on pages of rooms below, which must not import this app."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from councils.actors import can
from councils.models import Person
from councils.permissions import Permission

from ..summaries import returns_of

register = template.Library()


@register.inclusion_tag("returns/_owed_by.html", takes_context=True)
def returns_owed(context: Context, person: Person) -> dict[str, Any]:
    """Returns that a person answers for and that are overdue or due soon (at most 2 queries)."""
    request = context["request"]
    return {
        "request": request,
        "lines": returns_of(person, request.today),
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
    }
