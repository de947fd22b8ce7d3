"""Fetch one board or meeting of the current council, or raise Http404 with a sentence. Nothing else fetches one.

And the boards whose papers somebody gets.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from councils.actors import Actor

from .models import Board, BoardQuerySet, Meeting, Recipient, Seat


def get_board(slug: str, *, lock: bool = False) -> Board:
    """The board. With `lock`, nobody else can change it until the transaction ends."""
    boards = Board.objects.select_for_update() if lock else Board.objects
    try:
        return boards.get(slug=slug)
    except Board.DoesNotExist:
        raise Http404("Board or group not found.") from None


def get_meeting(board: Board, public_id: UUID) -> Meeting:
    try:
        return Meeting.objects.get(board=board, public_id=public_id)
    except Meeting.DoesNotExist:
        raise Http404("Meeting of this board not found.") from None


def own_boards(actor: Actor, column: str = "board_id") -> Q:
    """Condition on rows of boards on which the actor sits, or whose distribution list has them or such a board.

    1 query. `column` leads to the board.
    """
    person = actor.person()
    seats = Board.objects.where_person_sits(person.id if person else None).values("id")
    mailed = Recipient.objects.filter(
        Q(sits_on_id__in=seats) | Q(email__iexact=actor.user.email if actor.user else ""), active=True
    )
    return Q(**{f"{column}__in": seats}) | Q(**{f"{column}__in": mailed.values("board_id")})


def boards_chaired(actor: Actor, today: date) -> BoardQuerySet:
    """Boards of which the actor, or a post that they hold, is chair or co-chair on that day (1 query)."""
    person = actor.person()
    if person is None:
        return Board.objects.none()
    seats = Seat.objects.filter(
        Q(holder=person) | Q(post__holder=person),
        Q(until_on=None) | Q(until_on__gte=today),
        role__in=(Seat.Role.CHAIR, Seat.Role.CO_CHAIR),
    )
    return Board.objects.filter(pk__in=seats.values("board_id"))


def is_chair(actor: Actor, board: Board, today: date) -> bool:
    """Whether the actor is chair or co-chair of the board on that day (2 queries)."""
    return actor.person() is not None and boards_chaired(actor, today).filter(pk=board.pk).exists()
