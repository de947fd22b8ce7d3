"""Who may record, until when, and the columns that name a person or a post."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied

from boards.models import Board, Meeting
from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.models import Person, Post

from ..access import confirmation_of, records_for
from ..rules import confirmed_words

Who = Person | Post | None


def require_recording(by: Actor, board: Board, today: date) -> None:
    """Raise PermissionDenied unless the actor may record minutes of the board (2 queries, 0 by permission)."""
    if not records_for(by, board, today):
        raise PermissionDenied("You do not have permission to record minutes of this board.")


def require_unconfirmed(meeting: Meeting) -> None:
    """Raise ChangeRefused if the minutes of the meeting are confirmed (1 query). Call it with the meeting locked."""
    if confirmation_of(meeting):
        raise ChangeRefused(confirmed_words(meeting.held_on))


def person_or_post(who: Who, person: str, post: str) -> dict[str, Who]:
    return {
        person: who if isinstance(who, Person) else None,
        post: who if isinstance(who, Post) else None,
    }
