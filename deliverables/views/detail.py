"""The page of one deliverable."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from strategies.selected_quarter import selected_quarter

from ..access import get_deliverable_or_dropped
from ..approval import approvable, seen_by
from ..links import links_of
from ..models import Deliverable, ProposedUpdate
from ..rules.approval import ProposalState
from ..rules.numbers import times_words
from ..summaries import state_as_read
from ..timeline import timeline, who_dropped
from ..undoable import undoable_acts
from .no_quarter import needs_a_quarter

PRINTED_CELLS = {
    "number": "Number",
    "by_when": "By when",
    "start": "Start",
    "forecast": "Forecast",
    "lead": "Lead",
    "reporting": "Reporting to",
    "organisation": "Accountable organisation",
    "status": "Status",
    "complete": "Complete",
    "progress": "Progress",
    "notes": "Notes",
}
"""Cells of the printed plan or of an imported file, which are kept as they were printed."""


@require_safe
@needs_a_quarter
def detail(request: CouncilRequest, council: str, deliverable: UUID) -> HttpResponse:
    """Show a deliverable as printed, its state as at today, and a page of its timeline (at most 25 queries).

    One that has been dropped has 3 more, for who dropped it and what it was merged into.
    """
    require(request.actor, Permission.PROGRESS_VIEW)
    found = get_deliverable_or_dropped(deliverable)
    selected = selected_quarter(None, today=request.today)
    state = state_as_read(found, period=selected.period, today=request.today)
    happened = timeline(state, council=request.council, number=request.GET.get("page"))
    numbered_alike = [] if found.is_dropped else list(Deliverable.objects.numbered_as(found))
    context = {
        "state": state,
        "deliverable": state.deliverable,
        "selected": selected,
        "happened": happened,
        "links": links_of(found),
        "has_open_points": any(point.done_on is None for point in state.due_points),
        "printed": [
            (label, state.deliverable.source_text[key])
            for key, label in PRINTED_CELLS.items()
            if key in state.deliverable.source_text
        ],
        "proposed": _proposed(request, found),
        "numbered_alike": numbered_alike,
        "times": times_words(len(numbered_alike) + 1),
        "dropped_by": who_dropped(found) if found.is_dropped else "",
        "can_update": can(request.actor, Permission.PROGRESS_RECORD) and not found.is_dropped,
        "can_change": can(request.actor, Permission.PLAN_CHANGE),
        "undoable": [
            act
            for act in undoable_acts(by=request.actor, now=request.now)
            if state.deliverable in act.deliverables
        ],
        "has_sample": any(entry.sample for entry in happened)
        or bool(state.current_update and state.current_update.sample),
    }
    return render(request, "deliverables/deliverable.html", context)


def _proposed(request: CouncilRequest, deliverable: Deliverable) -> list[tuple[ProposedUpdate, bool]]:
    """Updates that are not approved yet and the user may see, each with whether they may approve it.

    1 query, and at most 4 for a chair if there is one.
    """
    rows = (
        ProposedUpdate.objects.open().filter(deliverable=deliverable).select_related("period", "decided_by")
    )
    found = list(rows.order_by("period__starts_on"))
    if found and not can(request.actor, Permission.UPDATES_VIEW_PROPOSED):
        found = list(seen_by(rows, request.actor, request.today))
    may = approvable(found, request.actor, request.today)
    return [(each, each.pk in may and each.status == ProposalState.WAITING) for each in found]
