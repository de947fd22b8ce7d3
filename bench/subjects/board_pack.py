"""Request the board's pack of a plan, and cancel it."""

from __future__ import annotations

from datetime import datetime

from boards.models import Board
from core.periods import Quarter
from councils.actors import Actor
from councils.tenancy import council_context
from packs.actions import cancel_pack, request_pack
from packs.models import Pack
from strategies.models import ReportingPeriod

from ..plans import Plan
from ..rows import BOARD, TODAY


def request(plan: Plan, *, now: datetime) -> Pack:
    """Freeze the present quarter for the board. No worker runs, so the pack waits to be rendered."""
    by = Actor.system(plan.council, "bench")
    with council_context(plan.council.pk, actor=by.reference):
        return request_pack(
            board=Board.objects.get(slug=BOARD),
            period=ReportingPeriod.objects.get(label=Quarter.of(TODAY).label),
            by=by,
            today=TODAY,
            now=now,
        )


def cancel(plan: Plan, pack: Pack) -> None:
    """Cancel the pack, so that the sweep finds nothing due."""
    by = Actor.system(plan.council, "bench")
    with council_context(plan.council.pk, actor=by.reference):
        cancel_pack(pack=pack, by=by, reason="Measured")
