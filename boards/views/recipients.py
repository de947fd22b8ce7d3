"""The page of who gets a board's packs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused
from core.ui.edit_rows import EditRows
from core.ui.editing import edit_page, undo_message
from core.words import list_words
from councils.actors import CouncilRequest, require
from councils.models import Person
from councils.permissions import Permission

from ..access import get_board
from ..actions import RecipientsSaved, change_recipients
from ..forms import MembersForm, RecipientForm
from ..forms.recipients import shown_recipients
from ..models import Board, Seat
from ..summaries import recipients_of
from .trails import board_trail, board_url


@require_http_methods(["GET", "HEAD", "POST"])
def recipients(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Add, change, order and remove those who get the packs of a board (5 queries to show them)."""
    require(request.actor, Permission.BOARDS_CHANGE)
    board = get_board(slug, lock=request.method == "POST")
    data = request.POST or None
    stored = recipients_of(board)
    form = EditRows(
        RecipientForm,
        data,
        shown=shown_recipients(stored),
        noun="Recipient",
        boards=list(Board.objects.in_order()),
    )
    members = _members(request, board, {each.email.casefold() for each in stored})
    if form.may_save and members.is_valid():
        rows = [*(row.recipient() for row in form.kept), *members.recipients()]
        try:
            saved = change_recipients(board=board, recipients=rows, removed=form.removed, by=request.actor)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            _say(request, board, saved)
            return redirect(board_url(request, board))
    return edit_page(
        request,
        form,
        heading="Who gets the packs",
        caption=board.name,
        back=board_url(request, board),
        trail=board_trail(request, board),
        template="boards/recipients.html",
        board=board,
        members=members,
    )


def _members(request: CouncilRequest, board: Board, on_the_list: set[str]) -> MembersForm:
    """The choice of people who are not on the list yet (2 queries)."""
    people = [
        person
        for person in Person.objects.kept().exclude(email="").order_by("name", "initials")
        if person.email.casefold() not in on_the_list
    ]
    seats = list(Seat.objects.filter(holder__in=people).select_related("board")) if people else []
    return MembersForm(request.POST or None, board=board, people=people, seats=seats)


def _say(request: CouncilRequest, board: Board, saved: RecipientsSaved) -> None:
    """Say what was saved, with Undo if the log holds all that it needs."""
    words = f"Distribution list of {board.name} saved."
    if saved.kept:
        have = "has" if len(saved.kept) == 1 else "have"
        words += f" {list_words(saved.kept)} {have} received packs, so the list keeps the name without sending more."
    if saved.changed and not saved.personal:
        undo_message(request, words)
    else:
        messages.success(request, words)
