"""Addresses around the pages that change a board."""

from __future__ import annotations

from django.urls import reverse

from councils.actors import CouncilRequest

from ..models import Board


def list_url(request: CouncilRequest) -> str:
    return reverse("boards:list", kwargs={"council": request.council.slug})


def board_url(request: CouncilRequest, board: Board) -> str:
    """The board's own page, its dashboard."""
    return f"{list_url(request)}{board.slug}/"


def page_url(request: CouncilRequest, name: str, board: Board) -> str:
    return reverse(f"boards:{name}", kwargs={"council": request.council.slug, "slug": board.slug})


def board_trail(request: CouncilRequest, board: Board) -> list[str]:
    """Breadcrumbs of a page about one board."""
    return ["Boards", list_url(request), board.name, board_url(request, board)]
