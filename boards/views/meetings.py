"""The page of all meetings, and the pages of a board's meetings."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.periods import words_for_date
from core.refusals import ChangeRefused
from core.ui.editing import save_or_show, undo_message
from core.words import count_words
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission

from ..access import get_board, get_meeting
from ..actions import add_meetings, change_meeting, remove_meeting
from ..forms import AddMeetingsForm, AddMeetingsOfBoardForm, MeetingForm
from ..forms.meetings import shown_meeting
from ..models import Board
from ..summaries import meeting_line, meetings_of, meetings_of_all
from .trails import board_trail, board_url, list_url, page_url

FROM_ALL = "all"
"""Value of `from` in the address of a meeting that was opened from the page of all meetings."""


@require_safe
def all_meetings(request: CouncilRequest, council: str) -> HttpResponse:
    """The meetings of all boards by date, the past ones folded (2 queries)."""
    require(request.actor, Permission.BOARDS_VIEW)
    meetings = meetings_of_all(request.today)
    has_meetings = bool(meetings.ahead or meetings.past)
    context = {
        "meetings": meetings,
        "has_boards": has_meetings or Board.objects.exists(),
        "may_change": can(request.actor, Permission.BOARDS_CHANGE),
        "from_all": FROM_ALL,
    }
    return render(request, "boards/all_meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_of_any_board(request: CouncilRequest, council: str) -> HttpResponse:
    """Add meetings of a board that is chosen on the page (1 query)."""
    require(request.actor, Permission.BOARDS_CHANGE)
    boards = Board.objects.in_order()
    form = AddMeetingsOfBoardForm(
        request.POST or None,
        boards=list(boards.select_for_update() if request.POST else boards),
        today=request.today,
    )

    def act() -> str:
        added = add_meetings(by=request.actor, **form.said)
        return f"{count_words(len(added), 'meeting')} of {form.said['board'].name} added."

    back = reverse("boards:all_meetings", kwargs={"council": council})
    return save_or_show(
        request,
        form,
        act,
        done=back,
        heading="Add meetings",
        back=back,
        trail=["Boards", list_url(request), "Meetings", back],
        save="Add meetings",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def meetings(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """List the meetings of a board, and add some (2 queries)."""
    require(request.actor, Permission.BOARDS_CHANGE)
    board = get_board(slug, lock=request.method == "POST")
    form = AddMeetingsForm(request.POST or None, today=request.today)

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
    back, trail = _back(request, board)
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
        trail=trail,
        template="boards/meeting.html",
        remove_url=reverse(
            "boards:meeting_remove",
            kwargs={"council": council, "slug": board.slug, "meeting": found.public_id},
        )
        + (f"?from={FROM_ALL}" if _is_from_all(request) else ""),
    )


@require_POST
def meeting_remove(request: CouncilRequest, council: str, slug: str, meeting: UUID) -> HttpResponse:
    """Remove a meeting."""
    require(request.actor, Permission.BOARDS_CHANGE)
    board = get_board(slug, lock=True)
    found = get_meeting(board, meeting)
    try:
        remove_meeting(meeting=found, by=request.actor)
    except ChangeRefused as refused:
        messages.error(request, str(refused))
    else:
        undo_message(request, f"Meeting on {words_for_date(found.held_on)} removed.")
    return redirect(_back(request, board)[0])


def _is_from_all(request: CouncilRequest) -> bool:
    return request.GET.get("from") == FROM_ALL


def _back(request: CouncilRequest, board: Board) -> tuple[str, list[str]]:
    """The page of meetings that somebody came from, of all boards or of this one, and the breadcrumbs to it."""
    if _is_from_all(request):
        back = reverse("boards:all_meetings", kwargs={"council": request.council.slug})
        return back, ["Boards", list_url(request), "Meetings", back]
    back = page_url(request, "meetings", board)
    return back, [*board_trail(request, board), "Meetings", back]
