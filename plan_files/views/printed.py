"""Pages for printing: what is due in a strand, or from one lead, with the latest updates."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, require
from councils.people.access import get_person
from councils.permissions import Permission
from deliverables.models import Assignment, Deliverable
from deliverables.models.deliverable import DeliverableQuerySet
from deliverables.summaries import deliverable_states
from deliverables.views.no_quarter import needs_a_quarter, quarter_of
from strategies.access import get_strand, get_strategy


@require_safe
@needs_a_quarter
def strand_sheet(request: CouncilRequest, council: str, slug: str, code: str) -> HttpResponse:
    """Deliverables of a strand with their RAG, dates and latest words, for printing (7 queries)."""
    require(request.actor, Permission.PROGRESS_VIEW)
    strategy = get_strategy(slug)
    strand = get_strand(strategy, code)
    plans = ["Plan", reverse("strategies:list", kwargs={"council": council})]
    trail = [*plans, strategy.title, strategy.get_absolute_url(), str(strand), strand.get_absolute_url()]
    return _sheet(
        request,
        Deliverable.objects.filter(strand=strand),
        heading=str(strand),
        caption=strategy.title,
        noun=strategy.deliverable_noun,
        trail=trail,
    )


@require_safe
@needs_a_quarter
def lead_sheet(request: CouncilRequest, council: str, person: UUID) -> HttpResponse:
    """What a person leads, alone, jointly or through a post, for supervision (6 queries)."""
    require(request.actor, Permission.PEOPLE_NAMES)
    require(request.actor, Permission.PROGRESS_VIEW)
    found = get_person(person)
    named = Q(person=found) | Q(post__holder=found)
    led = Assignment.objects.filter(named).exclude(role=Assignment.Role.REPORTING)
    page = reverse("councils:person", kwargs={"council": council, "person": found.public_id})
    return _sheet(
        request,
        Deliverable.objects.filter(id__in=led.values("deliverable_id")),
        heading=found.label,
        caption="For supervision",
        noun=request.council.deliverable_word,
        trail=["People", reverse("councils:people", kwargs={"council": council}), found.label, page],
    )


def _sheet(
    request: CouncilRequest,
    deliverables: DeliverableQuerySet,
    *,
    heading: str,
    caption: str,
    noun: str,
    trail: list[str],
) -> HttpResponse:
    selected = quarter_of(request)
    states = deliverable_states(
        deliverables, period=selected.period, today=request.today, previous=selected.previous
    )
    context = {
        "states": states,
        "selected": selected,
        "heading": heading,
        "caption": caption,
        "noun": noun,
        "trail": [*trail, "Print"],
        "has_sample": any(state.current_update and state.current_update.sample for state in states),
    }
    return render(request, "plan_files/printed.html", context)
