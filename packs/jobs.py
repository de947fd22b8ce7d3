"""Scheduled jobs for packs. How often they run: `sendplan/celery.py`."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, time, timedelta

from celery import shared_task
from django.utils import timezone

from councils.actors import Actor
from councils.models import Council
from councils.tenancy import council_context, recorded
from councils.tenancy.tasks import CouncilTask

from . import due_moments
from .actions import CycleRefused, release_due, take_figures
from .cycle_reading import goes_out_today
from .models import BoardCycle
from .tasks import sweep_council

logger = logging.getLogger(__name__)

CLOCK = "task:cycle"
LOOKS_AT = time(6)
"""When the clock looks at each board's cycle, every day."""
LOOK_AGAIN_AFTER = timedelta(minutes=10)
"""When it looks again after something went wrong, or while a pack is being made that goes out today."""


@shared_task(base=CouncilTask, directory=True)
def sweep() -> None:
    """Queue a visit of each council in which something is due. A missed turn costs time."""
    for council_id in due_moments.take_due(timezone.now()):
        visit_council.delay(council_id=council_id)


@shared_task(base=CouncilTask, short_context=True, expires=due_moments.VISIT_AGAIN_AFTER.total_seconds())
def visit_council(*, council_id: int) -> None:
    """Go on with the cycles of the council's boards, then with what a stopped worker has left."""
    go_on_with_cycles(council_id, timezone.now())
    sweep_council(council_id=council_id)


@shared_task(base=CouncilTask, directory=True)
def check_due_moments() -> None:
    """Have every council swept in the next hours, whatever the directory of due moments says."""
    due_moments.visit_all(timezone.now())


def go_on_with_cycles(council_id: int, now: datetime) -> None:
    """Take the figures and release the packs that are due, board by board.

    One that fails holds up no other, and is tried again.
    """
    with council_context(council_id):
        due = list(BoardCycle.objects.filter(next_look_at__lte=now).values_list("pk", flat=True))
    for pk in due:
        try:
            look_at = _go_on(council_id, pk, now)
        except Exception:
            logger.exception("Council %s: the cycle %s could not go on.", council_id, pk)
            look_at = now + LOOK_AGAIN_AFTER
        with council_context(council_id, actor=CLOCK), recorded("cycle.looked_at", actor=CLOCK):
            BoardCycle.objects.filter(pk=pk).update(next_look_at=look_at)


def _go_on(council_id: int, pk: int, now: datetime) -> datetime:
    """Take all figures of one board that are due, in the order of its meetings, then release what is due.

    Returns when to look again: soon where a pack that is being made goes out today.
    """
    council = Council.objects.get(pk=council_id)
    by, today = Actor.system(council), council.today(now)
    with council_context(council_id, actor=by.reference):
        cycle = BoardCycle.objects.select_related("board").filter(pk=pk).first()
        if cycle is None:
            return next_look(now)
        with suppress(CycleRefused):
            while True:
                take_figures(board=cycle.board, by=by, today=today, now=now)
        release_due(board=cycle.board, by=by, today=today, now=now)
        is_being_made = cycle.releases and goes_out_today(cycle, today)
    return now + LOOK_AGAIN_AFTER if is_being_made else next_look(now)


def next_look(now: datetime) -> datetime:
    """The next six o'clock in the morning."""
    local = timezone.localtime(now)
    day = local.date() if local.time() < LOOKS_AT else local.date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, LOOKS_AT))
