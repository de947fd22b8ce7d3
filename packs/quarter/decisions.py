"""What a pack says of minutes: what its board is asked to decide, waits for, and has settled since its last pack."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from boards.models import Board
from core.periods import words_for_date
from minutes.models import Entry
from minutes.rules import Kind, State
from minutes.summaries.entries import EntryLine, entry_lines

from ..document import Decisions, MinuteLine
from .roles import Called, by_name


def decisions_of(board: Board, *, since: date, today: date, called: Called = by_name) -> Decisions:
    """Minuted entries of the board, and escalations to it (2 queries). `called` says in words who owns or answered.

    `since` is the day on which the board received its pack of an earlier quarter, or the first day of the quarter.
    What was settled until then is left out.
    """
    own = Q(meeting__board=board)
    asked = Q(to_board=board, state=State.OPEN, meeting__held_on__lte=today)
    rows = Entry.objects.with_all().filter(asked | (own & (Q(state=State.OPEN) | Q(state_on__gt=since))))
    lines = entry_lines(rows.by_meeting(), today=today, names=True)
    to_us = [line for line in lines if line.entry.to_board_id == board.pk and line.entry.is_open]
    ours = [line for line in lines if line.entry.meeting.board_id == board.pk]
    return Decisions(
        asked=_minute_lines(to_us, called),
        waiting=_minute_lines(
            sorted((each for each in ours if each.entry.is_open), key=_most_urgent), called
        ),
        settled=_minute_lines((each for each in ours if not each.entry.is_open), called),
        since=since,
    )


def _most_urgent(line: EntryLine) -> tuple[bool, date]:
    """Those that are overdue first, then by due date. Those without one come last."""
    return not line.overdue, line.entry.due_on or date.max


def _minute_lines(lines: Iterable[EntryLine], called: Called) -> tuple[MinuteLine, ...]:
    return tuple(_minute_line(line, called) for line in lines)


def _minute_line(line: EntryLine, called: Called) -> MinuteLine:
    """The entry in words that stay true for some days: its due date, and not how many days are left."""
    entry, last = line.entry, line.after[-1] if line.after else None
    by = called(list(entry.steps.all())[-1].by) if last else ""
    answer = f"{by}: {last.words}" if last and by and last.words else last.words if last else ""
    return MinuteLine(
        number=str(entry.number),
        kind=Kind(entry.kind).word,
        words=entry.words,
        about=entry.item_name,
        said=line.said,
        owner=called(entry.owned_by),
        due=words_for_date(entry.due_on) if entry.due_on else "",
        overdue=line.overdue,
        state=line.state_words,
        answer=answer,
    )
