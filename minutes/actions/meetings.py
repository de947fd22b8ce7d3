"""Note who attended a meeting, and confirm its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from boards.models import Meeting, Seat
from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.tenancy import recorded

from ..log_phrases import ATTENDANCE, CONFIRMED
from ..models import Attendance, Minutes
from ..rules import confirm_problem
from .checks import require_recording, require_unconfirmed


@dataclass(frozen=True)
class AttendanceRow:
    """A seat as it is now, and whether who holds it was present (a value of `Attendance.State`)."""

    seat: Seat
    state: str


def note_attendance(*, meeting: Meeting, rows: Sequence[AttendanceRow], by: Actor, today: date) -> None:
    """Note who attended, in place of what was noted before. Call it with the meeting locked. Raises ChangeRefused.

    The seats are stored as they are now: who holds one later was not at this meeting.
    """
    require_recording(by, meeting.board, today)
    require_unconfirmed(meeting)
    if not rows:
        raise ChangeRefused("This board has no seats. Add its seats first")
    with recorded(ATTENDANCE, actor=by.reference):
        Attendance.objects.filter(meeting=meeting).delete()
        Attendance.objects.bulk_create(
            Attendance(
                meeting=meeting,
                seat=row.seat,
                role=row.seat.role,
                person=row.seat.holder,
                post=row.seat.post,
                state=Attendance.State.VACANT if row.seat.state == Seat.State.VACANT else row.state,
                position=place,
            )
            for place, row in enumerate(rows)
        )


def confirm_minutes(*, meeting: Meeting, by: Actor, today: date) -> Minutes:
    """Confirm the minutes: what they say stays. Call it with the meeting locked. Raises ChangeRefused."""
    require_recording(by, meeting.board, today)
    require_unconfirmed(meeting)
    noted = Attendance.objects.filter(meeting=meeting).exists()
    if problem := confirm_problem(meeting.held_on, today, attendance_noted=noted):
        raise ChangeRefused(problem)
    with recorded(CONFIRMED, actor=by.reference):
        minutes: Minutes = Minutes.objects.create(meeting=meeting, confirmed_on=today, confirmed_by=by.name)
    return minutes
