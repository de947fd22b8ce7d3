"""The page of who gets a board's packs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused
from core.ui.edit_rows import EditRows
from core.ui.editing import edit_page, undo_message
from core.words import list_words
from councils.actors import CouncilRequest, require
from councils.models import Person, Post
from councils.permissions import Permission

from ..access import get_board
from ..actions import RecipientsSaved, change_recipients
from ..actions.recipients import holder_ids
from ..addressees import addressees_of
from ..forms import AddRecipientsForm, RecipientForm
from ..forms.recipients import shown_recipients
from ..models import Board, Recipient
from ..recipient_rules import Addressee, RecipientKind
from ..summaries import recipient_words, recipients_of, seats_of
from .trails import board_trail, board_url


@require_http_methods(["GET", "HEAD", "POST"])
def recipients(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Add, change, order and remove those who get the packs of a board (7 queries to show them)."""
    require(request.actor, Permission.BOARDS_CHANGE)
    board = get_board(slug, lock=request.method == "POST")
    data = request.POST or None
    stored = recipients_of(board)
    addressees = addressees_of(board, today=request.today)
    goes_to = _goes_to(stored, addressees)
    to_add = _to_add(data, board, stored)
    form = EditRows(
        RecipientForm,
        data,
        shown=shown_recipients(stored),
        noun="Recipient",
        titles=[
            recipient_words(each) if each.public_id in goes_to else f"Recipient {place}"
            for place, each in enumerate(stored, 1)
        ],
        more=to_add,
        boards=list(Board.objects.in_order()),
        goes_to=goes_to,
    )
    if form.may_save:
        kept = [row.recipient() for row in form.kept]
        rows = [*kept, *to_add.recipients()]
        try:
            saved = change_recipients(board=board, recipients=rows, removed=form.removed, by=request.actor)
        except ChangeRefused as refused:
            _refuse(form, to_add, refused.problems, len(kept))
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
        to_add=to_add,
        addressees=addressees,
    )


def _to_add(data: QueryDict | None, board: Board, stored: Sequence[Recipient]) -> AddRecipientsForm:
    """The choice of seats, posts and people with a name who are not on the list yet (3 queries)."""
    named = {(each.kind, *holder_ids(each)) for each in stored}
    on_the_list = {each.email.casefold(): each.name for each in stored if each.email}
    people = Person.objects.present().exclude(name="").order_by("name", "initials")
    posts = Post.objects.select_related("holder").order_by("title")
    return AddRecipientsForm(
        data,
        every_seat=(RecipientKind.ALL_SEATS, None, None, None) not in named,
        seats=[each for each in seats_of(board) if (RecipientKind.SEAT, None, None, each.pk) not in named],
        posts=[each for each in posts if (RecipientKind.POST, None, each.pk, None) not in named],
        people=[
            each
            for each in people
            if (RecipientKind.PERSON, each.pk, None, None) not in named
            and each.email.casefold() not in on_the_list
        ],
        on_the_list=on_the_list,
    )


def _goes_to(stored: Sequence[Recipient], addressees: Sequence[Addressee]) -> dict[UUID, str]:
    """For each recipient that is no address, where its emails go now, or what to do."""
    lines: dict[int, list[str]] = {}
    for each in addressees:
        lines.setdefault(each.key, []).append(each.email or each.problem)
    return {
        each.public_id: list_words(lines[each.pk]) if each.pk in lines else ""
        for each in stored
        if each.kind != RecipientKind.ADDRESS
    }


def _refuse(
    form: EditRows[RecipientForm], to_add: AddRecipientsForm, problems: Mapping[str, str], kept: int
) -> None:
    """Show the action's refusals at the rows, and those of new ones (the last) below them."""
    at_rows = {where: words for where, words in problems.items() if int(where.partition(".")[0]) < kept}
    form.refuse(at_rows)
    to_add.refuse([words for where, words in problems.items() if where not in at_rows])


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
