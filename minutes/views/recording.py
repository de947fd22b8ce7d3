"""The meeting whose minutes a request records."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied

from boards.models import Meeting
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..access import get_meeting_to_read, records_for


def to_record(request: CouncilRequest, slug: str, meeting: UUID) -> Meeting:
    """A meeting whose minutes the member may record; locked when something was sent."""
    require(request.actor, Permission.BOARDS_VIEW)
    found = get_meeting_to_read(request.actor, slug, meeting, lock=request.method == "POST")
    if not records_for(request.actor, found.board, request.today):
        raise PermissionDenied("You do not have permission to record minutes of this board.")
    return found
