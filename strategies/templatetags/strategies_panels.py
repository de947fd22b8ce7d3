"""Template tags that show the plan on pages of `boards`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context

from boards.models import Board

from ..models import Oversight

register = template.Library()


@register.simple_tag
def all_oversight() -> dict[int, list[Oversight]]:
    """What each board oversees, by the board's id (1 query)."""
    by_board: dict[int, list[Oversight]] = {}
    for each in Oversight.objects.select_related("strategy", "strand").order_by(
        "strategy__position", "strand__position", "id"
    ):
        by_board.setdefault(each.board_id, []).append(each)
    return by_board


@register.inclusion_tag("strategies/_oversight.html", takes_context=True)
def oversees(
    context: Context, board: Board, watched: dict[int, list[Oversight]], singly: Mapping[int, Any]
) -> dict[str, Any]:
    """Show what one board oversees. `watched` comes from `all_oversight`, `singly` from the app of the deliverables."""
    return {
        "request": context["request"],
        "oversights": watched.get(board.id, []),
        "singly": singly.get(board.id),
    }
