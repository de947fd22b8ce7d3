"""Panels about deliverables for the pages of the plan below them."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from sendplan.rag import RagCounts
from strategies.models import Strand
from strategies.summaries import NoQuarters, period_in_view

from ..models import Deliverable
from ..summaries import deliverable_states

register = template.Library()


@register.inclusion_tag("deliverables/_strand_panel.html", takes_context=True)
def strand_deliverables(context: Context, strand: Strand) -> dict[str, Any]:
    """A strand's deliverables in the quarter at hand, with what the strand's state is formed from (5 queries)."""
    request = context["request"]
    try:
        view = period_in_view(None, today=request.today)
    except NoQuarters:
        return {"request": request, "strand": strand, "states": []}
    states = deliverable_states(
        Deliverable.objects.filter(strand=strand), period=view.period, today=request.today
    )
    counts = RagCounts.of(state.stated.rag for state in states)
    return {
        "request": request,
        "strand": strand,
        "view": view,
        "states": states,
        "disagreements": [state for state in states if state.disagreement],
        "has_sample": any(state.standing and state.standing.sample for state in states),
        "verdict": counts.verdict(strand.strategy.deliverable_noun.lower()),
    }
