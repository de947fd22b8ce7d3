"""Confirm the minutes of a meeting."""

from __future__ import annotations

from datetime import date

from boards.models import Meeting
from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.tenancy import recorded

from ..log_phrases import CONFIRMED
from ..models import Attendance, Minutes
from ..rules import confirm_problem
from .checks import require_recording, require_unconfirmed


def confirm_minutes(*, meeting: Meeting, by: Actor, today: date) -> Minutes:
    """Confirm the minutes: what they say stays. Call it with the meeting locked. Raises ChangeRefused."""
    require_recording(by, meeting.board, today)
    require_unconfirmed(meeting)
    noted = Attendance.objects.filter(meeting=meeting).exists()
    if problem := confirm_problem(meeting.held_on, today, attendance_noted=noted):
        raise ChangeRefused(problem)
    with recorded(CONFIRMED, actor=by.reference):
        minutes: Minutes = Minutes.objects.create(
            meeting=meeting, confirmed_on=today, confirmed_by=by.name, quorum=meeting.board.quorum
        )
    return minutes
