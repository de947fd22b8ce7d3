"""One deliverable."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.access import CouncilRequest, can, require
from councils.rules import Permission
from strategies.summaries import period_in_view

from ..access import get_deliverable
from ..models import Deliverable
from ..summaries import deliverable_states, history
from .quarters import needs_a_quarter

PRINTED_CELLS = {"number": "Number", "by_when": "By when", "lead": "Lead", "reporting": "Reporting to"}


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
