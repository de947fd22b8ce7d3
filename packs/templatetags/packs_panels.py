"""Pack panels for a board's dashboard, which must not import this app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from boards.models import Board
from councils.actors import Actor
from reporting.summaries import BoardSummary, ChangeLine, Dashboard
from reporting.summaries.dashboard import Shown
from strategies.models import ReportingPeriod

from ..access import sees_all_released_packs
from ..last_pack import last_pack

register = template.Library()


@dataclass(frozen=True, slots=True)
class SinceLastPack:
    """Changes since the pack that the board last received. `words` name that pack, and `url` is its page.

    `url` is empty for someone who may only read the packs of their own boards: their list of packs shows which.
    """

    words: str
    url: str
    changes: Shown[ChangeLine]


@register.simple_tag
def since_last_pack(
    actor: Actor, board: Board, period: ReportingPeriod, dashboard: Dashboard
) -> SinceLastPack | None:
    """Changes since the board's last pack, or None if it has not received one (1 query)."""
    last = last_pack(board, period=period)
    if last is None:
        return None
    url = ""
    if sees_all_released_packs(actor):
        url = reverse(
            "packs:pack", kwargs={"council": dashboard.summary.council_slug, "pack": last.public_id}
        )
    return SinceLastPack(last.words, url, dashboard.changes_since(last.document.summary))


@register.inclusion_tag("packs/_who_gets_it.html")
def who_gets_the_pack(board: Board, summary: BoardSummary, can_build: bool) -> dict[str, Any]:
    """The board's distribution list, and the link to build the pack of the quarter shown (no query)."""
    return {"board": board, "summary": summary, "can_build": can_build}
