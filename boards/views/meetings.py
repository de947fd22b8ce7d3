"""The pages of a board's meetings."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.periods import words_for_date
from core.ui.editing import save_or_show, undo_message
from core.words import count_words
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..access import get_board, get_meeting
from ..actions import add_meetings, change_meeting, remove_meeting
from ..forms import AddMeetingsForm, MeetingForm
from ..forms.meetings import shown_meeting
from ..summaries import meeting_line, meetings_of
from .trails import board_trail, board_url, page_url


@require_http_methods(["GET", "HEAD", "POST"])
def meetings(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """List the meetings of a board, and add some (2 queries)."""
    require(request.actor, Permission.BOARDS_CHANGE)
    board = get_board(slug, lock=request.method == "POST")
    form = AddMeetingsForm(request.POST or None)

    def act() -> str:
        added = add_meetings(board=board, by=request.actor, **form.said)
        return f"{count_words(len(added), 'meeting')} of {board.name} added."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, "meetings", board),
        heading="Meetings",
        caption=board.name,
        back=board_url(request, board),
        trail=board_trail(request, board),
        template="boards/meetings.html",
        save="Add meetings",
        board=board,
        meetings=meetings_of(board, request.today),
        may_change=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: CouncilRequest, council: str, slug: str, meeting: UUID) -> HttpResponse:
    """Change a meeting (2 queries)."""
    require(request.actor, Permission.BOARDS_CHANGE)
    board = get_board(slug, lock=request.method == "POST")
    found = get_meeting(board, meeting)
    back = page_url(request, "meetings", board)
    line = meeting_line(found, request.today)
    form = MeetingForm(request.POST or None, shown=shown_meeting(found))

    def act() -> str:
        change_meeting(meeting=found, by=request.actor, **form.said)
        return f"Meeting on {words_for_date(found.held_on)} saved."

    return save_or_show(
        request,
        form,
        act,
        done=back,
        heading="Change the meeting",
        caption=board.name,
        intro=f"Papers are due by {line.papers}.",
        back=back,
        trail=[*board_trail(request, board), "Meetings", back],
        template="boards/meeting.html",
        remove_url=reverse(
            "boards:meeting_remove",
            kwargs={"council": council, "slug": board.slug, "meeting": found.public_id},
        ),
    )


@require_POST
def meeting_remove(request: CouncilRequest, council: str, slug: str, meeting: UUID) -> HttpResponse:
    """Remove a meeting."""
    require(request.actor, Permission.BOARDS_CHANGE)
    board = get_board(slug, lock=True)
    found = get_meeting(board, meeting)
    remove_meeting(meeting=found, by=request.actor)
    undo_message(request, f"Meeting on {words_for_date(found.held_on)} removed.")
    return redirect(page_url(request, "meetings", board))
