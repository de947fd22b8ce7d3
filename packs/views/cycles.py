"""The page of a board's cycle, and what can be done about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from boards.access import get_board
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission

from .. import actions
from ..cycle_reading import cycle_panel
from ..sending_mark import why_held


@require_safe
def cycle(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Where the board's cycle stands, with buttons to start and stop it (7 queries at most)."""
    require(request.actor, Permission.PACKS_BUILD)
    board = get_board(slug)
    board.council = request.council
    context = {
        "board": board,
        "panel": cycle_panel(board, request.today),
        "may_release": can(request.actor, Permission.PACKS_RELEASE),
        "held": why_held(),
    }
    return render(request, "packs/cycle.html", context)


@require_POST
def start(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Have the board's packs made by the clock."""
    require(request.actor, Permission.PACKS_BUILD)
    board = get_board(slug)
    if actions.start_cycle(board=board, by=request.actor, now=request.now):
        messages.success(request, f"The cycle of {board.name} is on.")
    return _back(request, slug)


@require_POST
def stop(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Let the clock make no more packs of the board."""
    require(request.actor, Permission.PACKS_BUILD)
    board = get_board(slug)
    if actions.stop_cycle(board=board, by=request.actor):
        messages.success(request, f"The cycle of {board.name} is off. Packs that exist stay.")
    return _back(request, slug)


@require_POST
def release(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Have the clock release the board's packs, or not: `by_clock` is "yes" or "no"."""
    require(request.actor, Permission.PACKS_RELEASE)
    board = get_board(slug)
    by_clock = request.POST.get("by_clock") == "yes"
    if actions.choose_release(board=board, by_clock=by_clock, by=request.actor):
        words = "The clock releases" if by_clock else "The clock no longer releases"
        messages.success(request, f"{words} the packs of {board.name}.")
    return _back(request, slug)


@require_POST
def figures(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Take the figures that are due, without waiting for the clock, and go to the pack."""
    require(request.actor, Permission.PACKS_BUILD)
    board = get_board(slug)
    try:
        pack = actions.take_figures(board=board, by=request.actor, today=request.today, now=request.now)
    except actions.CycleRefused as refused:
        messages.error(request, str(refused))
        return _back(request, slug)
    return redirect(pack)


def _back(request: CouncilRequest, slug: str) -> HttpResponse:
    return redirect("packs:cycle", council=request.council.slug, slug=slug)
