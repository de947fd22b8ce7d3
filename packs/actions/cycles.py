"""Start and stop the cycle of a board, and take the figures of its quarter."""

from __future__ import annotations

from datetime import date, datetime

from boards.models import Board
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..cycle_reading import clock_waits_for, is_to_be_taken, meetings_ahead, pack_of
from ..models import BoardCycle, Pack
from ..sending_mark import why_held
from .packs import release_pack, request_pack


class CycleRefused(ChangeRefused):
    """The cycle cannot go on. The message says why."""


def start_cycle(*, board: Board, by: Actor, now: datetime) -> bool:
    """Have the board's packs made by the clock from now on. Return whether that is new."""
    require(by, Permission.PACKS_BUILD)
    with recorded("cycle.started", actor=by.reference):
        _, is_new = BoardCycle.objects.get_or_create(board=board, defaults={"next_look_at": now})
    return bool(is_new)


def stop_cycle(*, board: Board, by: Actor) -> bool:
    """Let the clock make no more packs of the board. Those that exist stay. Return whether it was on."""
    require(by, Permission.PACKS_BUILD)
    with recorded("cycle.stopped", actor=by.reference):
        number, _ = BoardCycle.objects.filter(board=board).delete()
    return bool(number)


def choose_release(*, board: Board, by_clock: bool, by: Actor) -> bool:
    """Have the clock release the packs of a board whose cycle is on, or not. Return whether that is a change."""
    require(by, Permission.PACKS_RELEASE)
    with recorded("cycle.release_chosen", actor=by.reference):
        cycles = BoardCycle.objects.filter(board=board).exclude(releases=by_clock)
        return bool(cycles.update(releases=by_clock))


def release_due(*, board: Board, by: Actor, today: date, now: datetime) -> list[Pack]:
    """Release the packs of a board that the clock may release today. Done twice, each is released once.

    None are released after the database was restored, until an operator has confirmed it.
    """
    require(by, Permission.PACKS_RELEASE)
    cycle = BoardCycle.objects.filter(board=board, releases=True).first()
    if cycle is None or why_held():
        return []
    due = [
        pack
        for each in meetings_ahead(board, today)
        if (pack := pack_of(cycle, each)) and not clock_waits_for(each, pack, today)
    ]
    return [release_pack(pack=pack, by=by, now=now) for pack in due]


def take_figures(*, board: Board, by: Actor, today: date, now: datetime) -> Pack:
    """Take the figures that are due first and build the pack. Done twice, there is still one pack.

    Raises CycleRefused if nothing is due, and TooBusy.
    """
    require(by, Permission.PACKS_BUILD)
    with recorded("cycle.figures_taken", actor=by.reference):
        # One at a time for each board, so that a person and the clock do not both build a pack.
        cycle = BoardCycle.objects.select_for_update().filter(board=board).first()
        ahead = meetings_ahead(board, today) if cycle else []
        due = next((each for each in ahead if cycle and is_to_be_taken(cycle, each, today)), None)
        if cycle is None or due is None:
            raise CycleRefused("There are no figures to be taken now.")
        pack = request_pack(board=board, period=due.period, by=by, today=today, now=now)
        cycle.taken_for = due.period.label  # Labels of quarters sort by time.
        cycle.save(update_fields=["taken_for"])
    return pack
