"""Pages of the plan as published: a strategy and a strand, with links to change each part for those who may."""

from __future__ import annotations

from collections.abc import Mapping, Set

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission

from ..access import get_strand, get_strategy
from ..models import Strategy
from ..plan import plan_as_published, strand_as_published
from ..plan_lists import STRAND_LISTS, STRATEGY_LISTS, PlanList


@require_safe
def strategy(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Show the strategy as published (8 queries), with the RAG ratings of its strands."""
    require(request.actor, Permission.PLAN_VIEW)
    found = get_strategy(slug)
    plan = plan_as_published(found)
    context = {
        "strategy": found,
        "plan": plan,
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "other_lists": _not_linked(STRATEGY_LISTS, found, plan.sections_with_links),
    }
    return render(request, "strategies/strategy.html", context)


@require_safe
def strand(request: CouncilRequest, council: str, slug: str, code: str) -> HttpResponse:
    """Show the strand as published (9 queries), with its deliverables."""
    require(request.actor, Permission.PLAN_VIEW)
    found = get_strand(get_strategy(slug), code)
    plan = strand_as_published(found)
    context = {
        "strand": found,
        "strategy": found.strategy,
        "plan": plan,
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "other_lists": _not_linked(STRAND_LISTS, found.strategy, plan.sections_with_links),
    }
    return render(request, "strategies/strand.html", context)


def _not_linked(lists: Mapping[str, PlanList], strategy: Strategy, linked: Set[str]) -> list[tuple[str, str]]:
    """Name and title of the lists that have no link of their own on the page."""
    return [
        (each.name, each.words(each.title, strategy)) for each in lists.values() if each.name not in linked
    ]
