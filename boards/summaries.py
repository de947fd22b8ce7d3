"""Reads for the list of boards, each with its parents and seats, and the boards of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .models import Board, BoardLink, Seat


@dataclass(frozen=True)
class Parent:
    """A board that another board reports to. `to_confirm` if the plan does not state it."""

    name: str
    slug: str
    to_confirm: bool
    note: str


@dataclass(frozen=True)
class BoardLine:
    """One board or group in the list of boards. `seats` are pairs of role and holder, both in words."""

    board: Board
    parents: tuple[Parent, ...]
    seats: tuple[tuple[str, str], ...]


def board_lines() -> list[BoardLine]:
    """All boards and groups in the plan's order (3 queries)."""
    boards = list(Board.objects.in_order())
    parents: dict[int, list[Parent]] = {board.id: [] for board in boards}
    for link in BoardLink.objects.select_related("parent").order_by("parent__position", "id"):
        parents[link.child_id].append(Parent(link.parent.name, link.parent.slug, link.to_confirm, link.note))
    seats: dict[int, list[tuple[str, str]]] = {board.id: [] for board in boards}
    for seat in Seat.objects.select_related("holder", "post"):
        words = holder_words(
            state=seat.state,
            hint=seat.hint,
            holder=seat.holder.label if seat.holder else "",
            post=seat.post.title if seat.post else "",
        )
        seats[seat.board_id].append((seat.get_role_display(), words))
    return [BoardLine(board, tuple(parents[board.id]), tuple(seats[board.id])) for board in boards]


def holder_words(*, state: str, hint: str, holder: str, post: str) -> str:
    """Holder of a seat in words: name, post or both, or "vacant" or "not stated", then the plan's hint."""
    holder_and_post = ", ".join(filter(None, (holder, post)))
    words = "vacant" if state == Seat.State.VACANT else holder_and_post or "not stated"
    return f"{words} ({hint})" if hint else words


def boards_of(person_ids: Sequence[int]) -> dict[int, list[str]]:
    """Names of the boards on which each person has a seat, in the plan's order (1 query, none without people)."""
    names: dict[int, list[str]] = {}
    if person_ids:
        seats = Seat.objects.filter(holder_id__among=person_ids).order_by("board__position", "board_id")
        for person, name in seats.values_list("holder_id", "board__name"):
            if name not in names.setdefault(person, []):
                names[person].append(name)
    return names
