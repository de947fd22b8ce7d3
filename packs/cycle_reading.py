"""Read the cycle of a board: its meetings with the quarters that they get, and where the next one stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from boards.models import Board, Meeting
from strategies.models import ReportingPeriod

from .cycle_rules import (
    CycleDays,
    CyclePosition,
    PackFacts,
    Step,
    StepState,
    figures_day,
    position,
    quarter_for,
)
from .models import BoardCycle, Pack
from .states import PackState


@dataclass(frozen=True, slots=True)
class MeetingCycle:
    """A meeting and the quarter that its pack is about."""

    meeting: Meeting
    period: ReportingPeriod
    days: CycleDays


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in words, with its day."""

    step: str
    on: date
    state: StepState


@dataclass(frozen=True, slots=True)
class CyclePanel:
    """The cycle of a board's next meeting that gets a pack. `next` is None if no such meeting is planned."""

    cycle: BoardCycle
    next: MeetingCycle | None = None
    pack: Pack | None = None
    lines: tuple[StepLine, ...] = ()
    words: str = ""
    may_take_figures: bool = False


def meetings_ahead(board: Board, today: date) -> list[MeetingCycle]:
    """Meetings from today on that get a pack, the next one first (2 queries)."""
    periods = {period.quarter: period for period in ReportingPeriod.objects.in_order()}
    quarters = [period.facts for period in periods.values()]
    given, ahead = set(), []
    for meeting in Meeting.objects.filter(board=board).order_by("held_on"):
        found = quarter_for(meeting.papers_on, quarters)
        if found is None or found.quarter in given:
            continue
        given.add(found.quarter)
        if meeting.held_on >= today:
            days = CycleDays(found.cut_off_on, figures_day(found.cut_off_on), meeting.papers_on)
            ahead.append(MeetingCycle(meeting, periods[found.quarter], days))
    return ahead


def pack_of(cycle: BoardCycle, each: MeetingCycle) -> Pack | None:
    """The latest edition of the meeting's pack (1 query), None while its figures are still to be taken.

    One from before the day of the figures does not count, unless a new one would say the same (`taken_for`).
    """
    packs = Pack.objects.filter(board_id=cycle.board_id, period=each.period)
    pack = packs.select_related("snapshot").defer("snapshot__content").order_by("-edition").first()
    if pack is None or each.period.label <= cycle.taken_for:
        return pack
    taken = pack.snapshot.frozen_at if pack.snapshot else pack.requested_at
    return pack if timezone.localdate(taken) >= each.days.figures_on else None


def is_to_be_taken(cycle: BoardCycle, each: MeetingCycle, today: date) -> bool:
    """Whether the figures of the meeting's quarter are to be taken now (1 query at most)."""
    if today < each.days.figures_on or each.period.label <= cycle.taken_for:
        return False
    return pack_of(cycle, each) is None


def cycle_panel(board: Board, today: date) -> CyclePanel | None:
    """The cycle of a board as its page shows it (4 queries, 1 if it is off), None if it is off."""
    cycle = BoardCycle.objects.filter(board=board).first()
    if cycle is None:
        return None
    ahead = meetings_ahead(board, today)
    if not ahead:
        return CyclePanel(cycle)
    each = ahead[0]
    pack = pack_of(cycle, each)
    found = _position(each, pack, today)
    lines = tuple(StepLine(step.word, each.days.of(step), state) for step, state in found.states.items())
    to_take = found.states[Step.FIGURES] == StepState.NOW
    return CyclePanel(cycle, each, pack, lines, found.words, to_take)


def _position(each: MeetingCycle, pack: Pack | None, today: date) -> CyclePosition:
    known = PackFacts(PackState(pack.state), pack.released_at is not None) if pack else None
    return position(each.days, known, today)
