"""Template tags that show deliverables on pages of `strategies`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from core.overall_rag import RagCounts
from councils.actors import can
from councils.permissions import Permission
from strategies.models import Strand, Strategy
from strategies.plan import PlanEntry
from strategies.selected_quarter import NoQuarters, selected_quarter

from ..addresses import list_address
from ..approval import number_to_approve
from ..models import Deliverable
from ..oversight import SinglyOverseen, singly_overseen
from ..plan_ratings import PlanRatings, plan_ratings
from ..plan_table import plan_table
from ..summaries import deliverable_states

register = template.Library()


@register.simple_tag(takes_context=True)
def ratings_of_plan(context: Context, strategy: Strategy) -> PlanRatings | None:
    """Counts of stated RAG by strand in the current quarter (2 queries)."""
    return plan_ratings(strategy, today=context["request"].today)


@register.inclusion_tag("deliverables/_strand_rating.html", takes_context=True)
def strand_rating(
    context: Context, ratings: PlanRatings | None, strategy: Strategy, strand: dict[str, Any]
) -> dict[str, Any]:
    """Show the RAG bar, counts and link of one strand. `ratings` comes from `ratings_of_plan`."""
    council = context["request"].council.slug
    return {
        "strategy": strategy,
        "strand": strand,
        "counts": ratings.of(strand["id"]) if ratings else RagCounts(),
        "url": list_address(council, strategy=strategy.slug, strand=strand["code"]),
    }


@register.inclusion_tag("deliverables/_to_approve.html", takes_context=True)
def updates_to_approve(context: Context) -> dict[str, Any]:
    """Link to the updates that wait for the user's approval (1 query if none waits, at most 5)."""
    request = context["request"]
    return {"request": request, "number": number_to_approve(request.actor, request.today)}


@register.simple_tag
def all_single_oversight() -> dict[int, SinglyOverseen]:
    """Single deliverables that each board oversees, by the board's id (1 query)."""
    return singly_overseen()


@register.inclusion_tag("deliverables/_grid_link.html", takes_context=True)
def grid_link(context: Context, strategy: Strategy) -> dict[str, Any]:
    """Link to the grid of a whole strategy, for those who may change it."""
    request = context["request"]
    may = can(request.actor, Permission.PLAN_CHANGE)
    return {"request": request, "strategy": strategy, "can_change": may}


@register.inclusion_tag("deliverables/_strand_panel.html", takes_context=True)
def strand_deliverables(context: Context, strand: Strand, outcomes: list[PlanEntry]) -> dict[str, Any]:
    """Show a strand's deliverables in the plan's layout for the current quarter, with overall RAG (5 queries).

    Those who may change the plan also see what was dropped (1 query).
    """
    request, strategy = context["request"], strand.strategy
    can_change = can(request.actor, Permission.PLAN_CHANGE)
    dropped = Deliverable.with_dropped.filter(strand=strand).exclude(dropped_on=None).in_plan_order()
    council, of_strand = request.council.slug, {"strategy": strategy.slug, "strand": strand.code}
    shown = {
        "request": request,
        "strand": strand,
        "outcomes": outcomes,
        "url": list_address(council, **of_strand),
        "can_change": can_change,
        "dropped": list(dropped.select_related("strategy", "strand")) if can_change else [],
    }
    try:
        selected = selected_quarter(None, today=request.today)
    except NoQuarters:
        return shown
    states = deliverable_states(
        Deliverable.objects.filter(strand=strand), period=selected.period, today=request.today
    )
    noun = strategy.deliverable_noun.lower()
    return shown | {
        "selected": selected,
        "table": plan_table(states, outcomes),
        "disagreements": [state for state in states if state.disagreement],
        "disagree_url": list_address(council, **of_strand, disagrees="yes"),
        "has_sample": any(state.current_update and state.current_update.sample for state in states),
        "verdict": RagCounts.of(state.stated.rag for state in states).verdict(noun),
    }
