"""The list of deliverables."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.access import CouncilRequest, require
from councils.rules import Permission
from strategies.summaries import period_in_view

from ..forms import FilterForm
from ..models import Deliverable
from ..search import KnownCount, found_in_strands, matching, one_word
from ..summaries import deliverable_states
from .quarters import needs_a_quarter

PER_PAGE = 50


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
