"""The council's dashboard and each board's: one summary, arranged."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boards.access import get_board
from boards.models import Board
from councils.access import CouncilRequest, can, require
from councils.rules import Permission
from deliverables.views.quarters import needs_a_quarter
from strategies.summaries import period_in_view

from ..forms import QuarterForm
from ..summaries import board_facts, board_summary, changes_between


@require_safe
@needs_a_quarter
def dashboard(request: CouncilRequest, council: str) -> HttpResponse:
    """How the council's whole plan stands in the quarter (9 queries)."""
    require(request.actor, Permission.PROGRESS_VIEW)
    view = period_in_view(request.GET.get("quarter"), today=request.today)
    summary = board_summary(request.council, None, view, today=request.today)
    context = {
        "summary": summary,
        "view": view,
        "quarter_form": QuarterForm(initial={"quarter": view.period.label}, periods=view.choices),
        "boards": list(Board.objects.in_order()),
        "can_build": can(request.actor, Permission.PACKS_BUILD),
        "has_sample": summary.has_sample,
    }
    return render(request, "reporting/dashboard.html", context)


@require_safe
@needs_a_quarter
def board(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """How the part of the plan that the board watches stands in the quarter (10 queries)."""
    require(request.actor, Permission.BOARDS_VIEW)
    found = get_board(slug)
    view = period_in_view(request.GET.get("quarter"), today=request.today)
    facts = board_facts(found, period=view.period, as_at=view.as_at)
    summary = board_summary(request.council, found, view, today=request.today, facts=facts)
    last = facts.last_pack
    context = {
        "board": found,
        "summary": summary,
        "view": view,
        "quarter_form": QuarterForm(initial={"quarter": view.period.label}, periods=view.choices),
        "last": last,
        "changes": changes_between(last.document.summary, summary) if last else (),
        "can_build": can(request.actor, Permission.PACKS_BUILD),
        "has_sample": summary.has_sample,
    }
    return render(request, "reporting/board.html", context)
