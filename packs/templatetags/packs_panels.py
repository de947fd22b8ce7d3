"""Pack panels for a board's dashboard, which must not import this app."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from boards.models import Board
from councils.actors import can
from councils.permissions import Permission
from indicators.small_numbers import hidden_outside
from reporting.summaries import BoardSummary, ChangeLine, Dashboard, board_summary
from reporting.summaries.dashboard import Shown
from strategies.selected_quarter import SelectedQuarter

from ..access import sees_all_released_packs
from ..cycle_reading import cycle_panel
from ..quarter.changes import changes_to_now
from ..quarter.last_pack import last_pack

register = template.Library()


@dataclass(frozen=True, slots=True)
class SinceLastPack:
    """Changes since the pack that the board last received. `words` name that pack, and `url` is its page.

    `url` is empty for someone who may only read the packs of their own boards: their list of packs shows which.
    """

    words: str
    url: str
    changes: Shown[ChangeLine]


@register.simple_tag(takes_context=True)
def since_last_pack(context: Context, board: Board, selected: SelectedQuarter) -> SinceLastPack | None:
    """Changes since the board's last pack, or None if it has not received one (1 query, or 8 with the changes)."""
    last = last_pack(board, period=selected.period)
    if last is None:
        return None
    request = context["request"]
    url = ""
    if sees_all_released_packs(request.actor):
        url = reverse("packs:pack", kwargs={"council": request.council.slug, "pack": last.public_id})
    hidden = hidden_outside(request.council)
    now = board_summary(request.council, board, selected, today=request.today, hidden=hidden)
    changes = _worst_first(changes_to_now(last.document, now), now)
    return SinceLastPack(last.words, url, Shown.of(changes))


def _worst_first(changes: Iterable[ChangeLine], now: BoardSummary) -> list[ChangeLine]:
    """Changes by the current RAG of what changed."""
    rank = {(line.reference, line.title): line.rag.rank for line in now.deliverables}
    return sorted(changes, key=lambda each: rank.get((each.reference, each.title), len(rank)))


@register.inclusion_tag("packs/_cycle.html", takes_context=True)
def board_cycle(context: Context, board: Board) -> dict[str, Any]:
    """The cycle of a board, for those who build packs (1 query if it is off, 4 if it is on, none for others)."""
    request = context["request"]
    may = can(request.actor, Permission.PACKS_BUILD)
    panel = cycle_panel(board, request.today) if may else None
    return {"request": request, "board": board, "panel": panel, "may": may}


@register.inclusion_tag("packs/_who_gets_it.html")
def who_gets_the_pack(
    board: Board, summary: Dashboard, can_build: bool, may_change: bool = False
) -> dict[str, Any]:
    """The board's distribution list, with links to change it and to build the pack of the quarter shown (no query)."""
    return {"board": board, "summary": summary, "can_build": can_build, "may_change": may_change}
