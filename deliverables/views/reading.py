"""The pages that show: my work, the list of deliverables, and one of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.access import CouncilRequest, can, require
from councils.rules import Permission
from strategies.summaries import period_in_view

from .. import my_work as work
from ..access import get_deliverable
from ..forms import FilterForm
from ..models import Deliverable
from ..search import KnownCount, found_in_strands, matching, one_word
from ..summaries import deliverable_states, history
from .quarters import needs_a_quarter

PER_PAGE = 50
PRINTED_CELLS = {"number": "Number", "by_when": "By when", "lead": "Lead", "reporting": "Reporting to"}


@require_safe
@needs_a_quarter
def my_work(request: CouncilRequest, council: str) -> HttpResponse:
    """What the person behind the user has to deliver and to say, most urgent first (6 queries)."""
    require(request.actor, Permission.PROGRESS_VIEW)
    person = request.actor.person()
    view = period_in_view(None, today=request.today)
    mine = work.my_work(person, period=view.period, today=request.today) if person else None
    context = {
        "person": person,
        "view": view,
        "work": mine,
        "can_update": can(request.actor, Permission.PROGRESS_RECORD),
        "has_sample": mine is not None and mine.has_sample,
    }
    return render(request, "deliverables/my_work.html", context)


@require_safe
@needs_a_quarter
def deliverable_list(request: CouncilRequest, council: str) -> HttpResponse:
    """Every deliverable of the council as at a quarter, filtered as asked (6 queries)."""
    require(request.actor, Permission.PROGRESS_VIEW)
    view = period_in_view(request.GET.get("quarter"), today=request.today)
    form = FilterForm({**request.GET.dict(), "quarter": view.period.label})
    form.is_valid()
    found = matching(form.cleaned_data, view)
    strands = found_in_strands(found)
    part = one_word((strand.part for strand in strands), "Strand")
    form.offer(periods=view.choices, strands=strands, part=part)
    total = sum(strand.count for strand in strands)
    page = KnownCount(found.in_plan_order(), PER_PAGE, total=total).get_page(request.GET.get("page"))
    ids: Any = page.object_list
    on_page = Deliverable.objects.filter(id__in=ids.values("id"))
    states = deliverable_states(on_page, period=view.period, today=request.today)
    context = {
        "form": form,
        "view": view,
        "part": part,
        "noun": one_word((strand.noun for strand in strands), "Deliverable"),
        "page": page,
        "total": total,
        "states": states,
        "disagreements": [state for state in states if state.disagreement],
        "chips": [(_without(request, name), words) for name, words in form.chips()],
        "has_sample": any(state.standing and state.standing.sample for state in states),
    }
    return render(request, "deliverables/list.html", context)


def _without(request: CouncilRequest, name: str) -> str:
    """This list without one of its filters."""
    query = request.GET.copy()
    query.pop(name, None)
    query.pop("page", None)
    return f"{request.path}?{query.urlencode()}"


@require_safe
@needs_a_quarter
def detail(request: CouncilRequest, council: str, deliverable: UUID) -> HttpResponse:
    """One deliverable as the plan prints it, how it stands today, and all that was said of it (7 queries)."""
    require(request.actor, Permission.PROGRESS_VIEW)
    found = get_deliverable(deliverable)
    view = period_in_view(None, today=request.today)
    [state] = deliverable_states(
        Deliverable.objects.filter(pk=found.pk), period=view.period, today=request.today, as_at=request.today
    )
    said = history(state)
    context = {
        "state": state,
        "deliverable": state.deliverable,
        "view": view,
        "history": said,
        "printed": [
            (label, state.deliverable.source_text[key])
            for key, label in PRINTED_CELLS.items()
            if key in state.deliverable.source_text
        ],
        "can_update": can(request.actor, Permission.PROGRESS_RECORD),
        "has_sample": any(each.update.sample for each in said),
    }
    return render(request, "deliverables/deliverable.html", context)
