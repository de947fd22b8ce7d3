"""The page of a board's seats."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused
from core.ui.edit_rows import EditRows
from core.ui.editing import edit_page, undo_message
from councils.actors import CouncilRequest, require
from councils.models import Person, Post
from councils.permissions import Permission

from ..access import get_board
from ..actions import change_seats
from ..forms import FormerHoldersForm, SeatForm
from ..forms.seats import shown_seats
from ..summaries import former_holders_of, seats_of
from .trails import board_trail, list_url


@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Add, change, order and remove the seats of a board (5 queries to show them)."""
    require(request.actor, Permission.BOARDS_CHANGE)
    board = get_board(slug, lock=request.method == "POST")
    data = request.POST or None
    form = EditRows(
        SeatForm,
        data,
        shown=shown_seats(seats_of(board)),
        noun="Seat",
        people=list(Person.objects.kept().order_by("name", "initials")),
        posts=list(Post.objects.order_by("title")),
    )
    history = FormerHoldersForm(data, former=former_holders_of(board))
    if form.may_save and history.is_valid():
        try:
            changed = change_seats(
                board=board,
                seats=[row.seat() for row in form.kept],
                removed=form.removed,
                forgotten=history.keys,
                by=request.actor,
                today=request.today,
            )
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            if changed:
                undo_message(request, f"Seats of {board.name} saved.")
            return redirect(list_url(request))
    return edit_page(
        request,
        form,
        heading="Seats",
        caption=board.name,
        back=list_url(request),
        trail=board_trail(request, board),
        template="boards/seats.html",
        board=board,
        history=history,
    )
