"""Links to files and printed pages of a plan, on the pages of rooms below."""

from __future__ import annotations

from typing import Any

from django import template

from councils.models import Person
from strategies.models import Strand, Strategy

register = template.Library()


@register.inclusion_tag("plan_files/_downloads.html", takes_context=True)
def plan_downloads(context: Any, strategy: Strategy) -> dict[str, Any]:
    """Where the whole plan can be downloaded."""
    return {"request": context["request"], "strategy": strategy}


@register.inclusion_tag("plan_files/_print_strand.html", takes_context=True)
def print_strand(context: Any, strand: Strand) -> dict[str, Any]:
    """The page of a strand for printing."""
    return {"request": context["request"], "strand": strand}


@register.inclusion_tag("plan_files/_print_lead.html", takes_context=True)
def print_lead(context: Any, person: Person) -> dict[str, Any]:
    """The page for supervision of what a person leads."""
    return {"request": context["request"], "person": person}
