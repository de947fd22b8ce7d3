"""The page that lists boards and groups. For a board's dashboard, see `reporting`."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from .summaries import board_lines


@require_safe
def board_list(request: CouncilRequest, council: str) -> HttpResponse:
    """List the boards and groups (3 queries) and what each oversees (1)."""
    require(request.actor, Permission.BOARDS_VIEW)
    return render(request, "boards/list.html", {"lines": board_lines()})
