"""Add, change and remove meetings of a board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import ProtectedError

from core.periods import words_for_date
from core.refusals import ChangeRefused
from core.typed_dates import typed_date
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Board, Meeting
from ..rules import PAPER_WORKING_DAYS
from .boards import changed_parts

MAX_AT_ONCE = 60


def add_meetings(
    *, board: Board, days: str, by: Actor, place: str = "", paper_days: int = PAPER_WORKING_DAYS
) -> list[Meeting]:
    """Add meetings on several days, one day a line: "14 July 2016" or "14/07/2016". All or none are added."""
    require(by, Permission.BOARDS_CHANGE)
    read = _days(days, taken=set(Meeting.objects.filter(board=board).values_list("held_on", flat=True)))
    with recorded("board.meetings_added", actor=by.reference):
        changed_parts(board)
        meetings: list[Meeting] = Meeting.objects.bulk_create(
            Meeting(board=board, held_on=day, place=place.strip(), paper_days=paper_days) for day in read
        )
    return meetings


def change_meeting(*, meeting: Meeting, held_on: date, place: str, paper_days: int, by: Actor) -> Meeting:
    """Change the day, the place and the paper deadline of a meeting."""
    require(by, Permission.BOARDS_CHANGE)
    others = Meeting.objects.filter(board_id=meeting.board_id, held_on=held_on).exclude(pk=meeting.pk)
    if others.exists():
        raise ChangeRefused(
            {"held_on": f"The board already meets on {words_for_date(held_on)}. Enter another day"}
        )
    with recorded("board.meeting_changed", actor=by.reference):
        changed_parts(meeting.board)
        meeting.held_on, meeting.place, meeting.paper_days = held_on, place.strip(), paper_days
        meeting.save(update_fields=["held_on", "place", "paper_days"])
    return meeting


def remove_meeting(*, meeting: Meeting, by: Actor) -> None:
    """Remove a meeting that does not take place. Raises ChangeRefused if something is recorded of it."""
    require(by, Permission.BOARDS_CHANGE)
    try:
        with recorded("board.meeting_removed", actor=by.reference):
            changed_parts(meeting.board)
            meeting.delete()
    except ProtectedError:
        day = words_for_date(meeting.held_on)
        raise ChangeRefused(
            f"The meeting on {day} stays, because something is recorded in its minutes"
        ) from None


def _days(text: str, *, taken: set[date]) -> Sequence[date]:
    """The days in the lines. Raises ChangeRefused with a sentence for each line that is wrong."""
    problems, days = [], dict[date, int]()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            day = typed_date(line)
        except ValueError as wrong:
            problems.append(f"Line {number}: {wrong}")
            continue
        if day in days:
            problems.append(
                f"Line {number}: {words_for_date(day)} is in line {days[day]} too. Enter each day once"
            )
        elif day in taken:
            problems.append(f"Line {number}: the board already meets on {words_for_date(day)}")
        days.setdefault(day, number)
    if not days and not problems:
        problems.append("Enter at least one date")
    if len(days) > MAX_AT_ONCE:
        problems.append(f"Enter {MAX_AT_ONCE} dates or fewer at once")
    if problems:
        raise ChangeRefused({"days": ". ".join(problems)})
    return list(days)
