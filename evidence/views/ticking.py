"""The pages on which people tick what evidence is for, and what answers an area."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from core.ui.editing import edit_page, undo_message
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..access import get_area, get_evidence
from ..actions import link_evidence, map_area
from ..choices import (
    areas_of,
    deliverables_of,
    indicators_of,
    strands_of,
    ticked_of_area,
    ticked_of_evidence,
)
from ..forms import TicksFilterForm, TicksForm
from ..forms.ticks import Group
from .trails import inspection_trail, one_trail


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_links(request: CouncilRequest, council: str, evidence: UUID) -> HttpResponse:
    """Tick what evidence is for (5 queries to show)."""
    require(request.actor, Permission.PROGRESS_RECORD)
    found = get_evidence(evidence, lock=request.method == "POST")
    strategy = found.strategy
    areas, deliverables, indicators = (
        areas_of(strategy),
        deliverables_of(strategy, Q(evidence_links__evidence=found)),
        indicators_of(strategy),
    )
    form = TicksForm(
        request.POST or None,
        groups=[
            Group(areas[0], "areas", areas[1]),
            Group(deliverables[0], "deliverables", deliverables[1]),
            Group(indicators[0], "indicators", indicators[1]),
        ],
        ticked_now=ticked_of_evidence(found),
    )
    if form.may_save:
        if link_evidence(evidence=found, linked=form.linked, by=request.actor):
            undo_message(request, f"Links of {found.title} saved.")
        return redirect(found)
    return _page(
        request,
        form,
        heading="What is it evidence for?",
        caption=found.title,
        back=found.get_absolute_url(),
        trail=one_trail(request, found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def area_items(request: CouncilRequest, council: str, area: UUID) -> HttpResponse:
    """Tick what answers an area of an inspection (5 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_area(area, lock=request.method == "POST")
    strategy = found.strategy
    strands, deliverables, indicators = (
        strands_of(strategy),
        deliverables_of(strategy, Q(inspection_areas__area=found)),
        indicators_of(strategy),
    )
    form = TicksForm(
        request.POST or None,
        groups=[
            Group(strands[0], "strands", strands[1]),
            Group(deliverables[0], "deliverables", deliverables[1]),
            Group(indicators[0], "indicators", indicators[1]),
        ],
        ticked_now=ticked_of_area(found),
    )
    if form.may_save:
        if map_area(area=found, items=form.linked, by=request.actor):
            undo_message(request, f"What answers {found.name} saved.")
        return redirect(found)
    return _page(
        request,
        form,
        heading="What answers this area?",
        caption=found.name,
        back=found.get_absolute_url(),
        trail=inspection_trail(request, strategy),
    )


def _page(
    request: CouncilRequest, form: TicksForm, *, heading: str, caption: str, back: str, trail: list[str]
) -> HttpResponse:
    filters = TicksFilterForm(request.POST or None)
    groups, hidden = form.sort_boxes(filters)
    return edit_page(
        request,
        form,
        heading=heading,
        caption=caption,
        back=back,
        trail=trail,
        template="evidence/ticks.html",
        filters=filters,
        groups=groups,
        hidden=hidden,
        total=len(form.labels),
        found=sum(len(group.boxes) for group in groups),
        ticked=len(form.ticked),
    )
