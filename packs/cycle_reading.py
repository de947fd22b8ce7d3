"""Read the cycle of a board: its meetings with the quarters that they get, and where the next one stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from boards.models import Board, Meeting
from core.periods import words_for_date
from strategies.models import ReportingPeriod

from .cycle_rules import (
    BEING_MADE,
    CycleDays,
    CyclePosition,
    PackFacts,
    Step,
    StepState,
    clock_waits,
    figures_day,
    position,
    quarter_for,
)
from .models import BoardCycle, Pack, PackTemplate
from .review_rules import ReviewStep
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
    """The cycle of a board's next meeting that gets a pack. `next` is None if no such meeting is planned.

    `clock_words` say what the clock does about its release, as a sentence.
    """

    cycle: BoardCycle
    next: MeetingCycle | None = None
    pack: Pack | None = None
    lines: tuple[StepLine, ...] = ()
    words: str = ""
    clock_words: str = ""
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


def clock_waits_for(each: MeetingCycle, pack: Pack, today: date) -> str:
    """Why the clock does not release the meeting's pack today, as a sentence without a full stop, or "" (1 query).

    A pack that was released waits for nothing more, and is not released again.
    """
    if pack.released_at is not None:
        return "It has been released"
    return clock_waits(
        state=PackState(pack.state),
        review=ReviewStep(pack.review) if pack.review else None,
        needs_approval=PackTemplate.objects.filter(board_id=pack.board_id, needs_approval=True).exists(),
        today=today,
        papers_on=each.days.papers_on,
        held_on=each.meeting.held_on,
    )


def goes_out_today(cycle: BoardCycle, today: date) -> bool:
    """Whether a pack of the board is being made whose papers are due (2 queries, and 1 for each meeting ahead)."""
    return any(
        pack.state in BEING_MADE
        for each in meetings_ahead(cycle.board, today)
        if today >= each.days.papers_on and (pack := pack_of(cycle, each)) is not None
    )


def cycle_panel(board: Board, today: date) -> CyclePanel | None:
    """The cycle of a board as its page shows it (5 queries at most, 1 if it is off), None if it is off."""
    cycle = BoardCycle.objects.filter(board=board).first()
    if cycle is None:
        return None
    ahead = meetings_ahead(board, today)
    if not ahead:
        return CyclePanel(cycle)
    each = ahead[0]
    pack = pack_of(cycle, each)
    found = _position(cycle, each, pack, today)
    lines = tuple(StepLine(step.word, each.days.of(step), state) for step, state in found.states.items())
    to_take = found.states[Step.FIGURES] == StepState.NOW
    return CyclePanel(cycle, each, pack, lines, found.words, _clock_words(cycle, each, pack, today), to_take)


def _clock_words(cycle: BoardCycle, each: MeetingCycle, pack: Pack | None, today: date) -> str:
    if not cycle.releases:
        return "The clock does not release it."
    if pack is not None and pack.released_at is None and (waits := clock_waits_for(each, pack, today)):
        return f"The clock releases it. {waits}."
    day = words_for_date(each.days.papers_on)
    return "" if pack is not None else f"The clock releases it on {day}, at six in the morning."


def _position(cycle: BoardCycle, each: MeetingCycle, pack: Pack | None, today: date) -> CyclePosition:
    known = PackFacts(PackState(pack.state), pack.released_at is not None) if pack else None
    return position(each.days, known, today, clock_releases=cycle.releases)
