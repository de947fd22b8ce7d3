"""Who reads and records minutes, and the only functions that fetch a meeting with its minutes, or an entry."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from boards.access import get_board, is_chair, own_boards
from boards.models import Board, Meeting
from councils.actors import Actor, can
from councils.permissions import Permission

from .models import Entry, Interest, Minutes
from .models import EntryQuerySet as Entries


def boards_read(actor: Actor) -> frozenset[int] | None:
    """Ids of the boards whose minutes the actor may read, None for all (3 queries for board members, 0 for others).

    Board members read those whose packs they get, and those on which a post of theirs has a seat.
    """
    if can(actor, Permission.PACKS_VIEW_ALL):
        return None
    if not can(actor, Permission.PACKS_VIEW_OWN_BOARDS):
        return None if can(actor, Permission.PACKS_VIEW_RELEASED) else frozenset()
    by_post = Q(seats__post__holder__user=actor.user) if actor.user else Q(pk__in=[])
    return frozenset(Board.objects.filter(own_boards(actor, "id") | by_post).values_list("id", flat=True))


def readable_entries(actor: Actor) -> Entries:
    """Entries that the actor may read: of these boards, escalations to them with their answers, and what they own."""
    rows: Entries = Entry.objects.all()
    boards = boards_read(actor)
    if boards is None:
        return rows
    own = Q(owner__user=actor.user) | Q(owner_post__holder__user=actor.user) if actor.user else Q(pk__in=[])
    return rows.filter(
        Q(meeting__board_id__in=boards)
        | Q(to_board_id__in=boards)
        | Q(answers__meeting__board_id__in=boards)
        | own
    )


def meetings_read(actor: Actor, meetings: Collection[int]) -> frozenset[int]:
    """Those of these meetings, by id, whose minutes the actor may read (no query for readers of all boards)."""
    boards = boards_read(actor)
    if boards is None:
        return frozenset(meetings)
    read = Meeting.objects.filter(id__in=meetings, board_id__in=boards)
    return frozenset(read.order_by().values_list("id", flat=True))


def records_for(actor: Actor, board: Board, today: date) -> bool:
    """Whether the actor may record minutes of the board: by permission (no query), or as its chair (2 queries)."""
    return can(actor, Permission.MINUTES_RECORD) or is_chair(actor, board, today)


def get_meeting_to_read(actor: Actor, slug: str, public_id: UUID, *, lock: bool = False) -> Meeting:
    """A meeting of a board whose minutes the actor may read, with its board (2 queries, 3 for board members).

    With `lock`, nobody else can write its minutes until the transaction ends.
    """
    board, boards = get_board(slug), boards_read(actor)
    rows = Meeting.objects.select_for_update() if lock else Meeting.objects
    found: Meeting | None = rows.filter(board=board, public_id=public_id).first()
    if found is None or (boards is not None and board.pk not in boards):
        raise Http404("Meeting not found, or its minutes are not for you.")
    found.board = board
    return found


def get_entry(actor: Actor, public_id: UUID, *, lock: bool = False) -> Entry:
    """An entry that the actor may read, with its steps (2 queries, with `lock` 3)."""
    if lock:
        Entry.objects.select_for_update().filter(public_id=public_id).first()
    found: Entry | None = readable_entries(actor).with_all().filter(public_id=public_id).first()
    if found is None:
        raise Http404("Entry in the minutes not found. Perhaps it was removed.")
    return found


def confirmation_of(meeting: Meeting) -> Minutes | None:
    """That its minutes are confirmed, or None (1 query)."""
    found: Minutes | None = Minutes.objects.filter(meeting=meeting).first()
    return found


def get_interest(meeting: Meeting, public_id: UUID) -> Interest:
    """An interest declared at a meeting that the actor may read (1 query)."""
    found: Interest | None = (
        Interest.objects.filter(meeting=meeting, public_id=public_id)
        .select_related("attendance__person", "attendance__post", "guest")
        .first()
    )
    if found is None:
        raise Http404("Declared interest not found. Perhaps it was removed.")
    found.meeting = meeting
    return found
