"""Note an interest that somebody declared at a meeting, or take it out again."""

from __future__ import annotations

from datetime import date

from boards.models import Meeting
from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.tenancy import recorded

from ..log_phrases import INTEREST, INTEREST_REMOVED
from ..models import Attendance, Guest, Interest
from ..rules import interest_problems
from .checks import require_recording, require_unconfirmed


def declare_interest(
    *,
    meeting: Meeting,
    who: Attendance | Guest | None,
    about: str,
    interest: str,
    done: str,
    by: Actor,
    today: date,
) -> Interest:
    """Note who declared which interest about which item, and what was done (`Interest.Done`). Raises ChangeRefused.

    `who` was at this meeting. Call it with the meeting locked.
    """
    require_recording(by, meeting.board, today)
    require_unconfirmed(meeting)
    problems = interest_problems(
        was_there=who is not None and who.meeting_id == meeting.pk,
        about=about,
        interest=interest,
        done=done in Interest.Done.values,
    )
    if problems:
        raise ChangeRefused(problems)
    with recorded(INTEREST, actor=by.reference):
        declared: Interest = Interest.objects.create(
            meeting=meeting,
            attendance=who if isinstance(who, Attendance) else None,
            guest=who if isinstance(who, Guest) else None,
            about=about.strip(),
            interest=interest.strip(),
            done=done,
        )
    return declared


def remove_interest(*, interest: Interest, by: Actor, today: date) -> None:
    """Remove an interest that was noted by mistake, until the minutes are confirmed. Raises ChangeRefused."""
    require_recording(by, interest.meeting.board, today)
    require_unconfirmed(interest.meeting)
    with recorded(INTEREST_REMOVED, actor=by.reference):
        interest.delete()
