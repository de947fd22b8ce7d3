"""Dashboards of the council and of each board."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boards.access import get_board
from boards.summaries import meetings_of
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from deliverables.views.no_quarter import needs_a_quarter
from strategies.selected_quarter import NoQuarters, selected_quarter

from ..summaries import board_dashboard, board_facts, boards_ahead
from ..summaries.getting_started import getting_started
from .dashboard_page import dashboard_page


@require_safe
@needs_a_quarter
def dashboard(request: CouncilRequest, council: str) -> HttpResponse:
    """Dashboard of the council's whole plan in the quarter (15 queries), below the checklist of a new council."""
    require(request.actor, Permission.PROGRESS_VIEW)
    try:
        selected = selected_quarter(request.GET.get("quarter"), today=request.today)
    except NoQuarters:
        if checklist := getting_started(request.actor, ()):
            return render(request, "reporting/dashboard.html", {"checklist": checklist})
        raise
    checklist = getting_started(request.actor, selected.choices)
    boards = boards_ahead(selected.as_at)
    found = board_dashboard(request.council, None, selected, today=request.today)
    context = dashboard_page(
        request,
        selected,
        found,
        boards=[(each.name, each.aliases) for each in boards],
        meetings=[(each.name, each.next_meeting_on) for each in boards],
    )
    return render(request, "reporting/dashboard.html", context | {"boards": boards, "checklist": checklist})


@require_safe
@needs_a_quarter
def board(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Dashboard of the part of the plan that the board oversees, in the quarter.

    19 queries, and 6 more to compare with a pack that the board has received.
    """
    require(request.actor, Permission.BOARDS_VIEW)
    found = get_board(slug)
    selected = selected_quarter(request.GET.get("quarter"), today=request.today)
    facts = board_facts(found, as_at=selected.as_at)
    shown = board_dashboard(request.council, found, selected, today=request.today, facts=facts)
    context = dashboard_page(
        request,
        selected,
        shown,
        boards=[(found.name, found.aliases)],
        meetings=[(found.name, facts.next_meeting_on)],
    ) | {
        "board": found,
        "meetings": meetings_of(found, request.today),
        "may_change": can(request.actor, Permission.BOARDS_CHANGE),
    }
    return render(request, "reporting/board.html", context)
