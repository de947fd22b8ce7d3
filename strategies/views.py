"""Pages of the plan as published: a strategy and a strand."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from .access import get_strand, get_strategy
from .plan import plan_as_published, strand_as_published


@require_safe
def strategy(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Show the strategy as published (8 queries), with the RAG ratings of its strands."""
    require(request.actor, Permission.PLAN_VIEW)
    found = get_strategy(slug)
    return render(request, "strategies/strategy.html", {"strategy": found, "plan": plan_as_published(found)})


@require_safe
def strand(request: CouncilRequest, council: str, slug: str, code: str) -> HttpResponse:
    """Show the strand as published (9 queries), with its deliverables."""
    require(request.actor, Permission.PLAN_VIEW)
    found = get_strand(get_strategy(slug), code)
    context = {"strand": found, "strategy": found.strategy, "plan": strand_as_published(found)}
    return render(request, "strategies/strand.html", context)
