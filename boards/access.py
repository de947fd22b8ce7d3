"""Fetch one board or meeting of the current council, or raise Http404 with a sentence. Nothing else fetches one.

And the boards whose papers somebody gets.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from councils.actors import Actor
from councils.models import Person

from .models import Board, BoardQuerySet, Meeting, Recipient, Seat
from .recipient_rules import RecipientKind


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
    mailed = Recipient.objects.filter(Q(sits_on_id__in=seats) | _sent_to(actor, person), active=True)
    return Q(**{f"{column}__in": seats}) | Q(**{f"{column}__in": mailed.values("board_id")})


def _sent_to(actor: Actor, person: Person | None) -> Q:
    """Condition on recipients that name the actor: by their address, or as the person that they are."""
    address = actor.user.email if actor.user else ""
    every_seat = Q(kind=RecipientKind.ALL_SEATS)
    theirs = Q(pk__in=())
    for path, where in (("", Q()), ("seat__", Q()), ("board__seats__", every_seat)):
        holders = [f"{path}post__holder", f"{path}{'holder' if path else 'person'}"]
        if person:
            for holder in holders:
                theirs |= where & Q(**{holder: person})
        if address:
            for owner in [*holders, f"{path}post"]:
                theirs |= where & Q(**{f"{owner}__email__iexact": address})
    return theirs | Q(email__iexact=address) if address else theirs


def boards_chaired(actor: Actor, today: date) -> BoardQuerySet:
    """Boards of which the actor, or a post that they hold, is chair or co-chair on that day (1 query)."""
    person = actor.person()
    if person is None:
        return Board.objects.none()
    seats = chair_seats(today).filter(Q(holder=person) | Q(post__holder=person))
    return Board.objects.filter(pk__in=seats.values("board_id"))


def chair_seats(today: date) -> QuerySet[Seat, Any]:
    """Seats of chairs and co-chairs on that day. The queryset is lazy."""
    seats: QuerySet[Seat, Any] = Seat.objects.filter(
        Q(until_on=None) | Q(until_on__gte=today), role__in=(Seat.Role.CHAIR, Seat.Role.CO_CHAIR)
    )
    return seats


def is_chair(actor: Actor, board: Board, today: date) -> bool:
    """Whether the actor is chair or co-chair of the board on that day (2 queries)."""
    return actor.person() is not None and boards_chaired(actor, today).filter(pk=board.pk).exists()
