"""Change which single deliverables a board oversees."""

from __future__ import annotations

from collections.abc import Collection

from boards.actions.boards import changed_parts
from boards.models import Board
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Deliverable, SingleOversight

OVERSEEN = "board.single_oversight_changed"


def change_single_oversight(*, board: Board, deliverables: Collection[Deliverable], by: Actor) -> bool:
    """Make these the deliverables that the board oversees one by one. Returns whether anything has changed."""
    require(by, Permission.BOARDS_CHANGE)
    wanted = {each.pk for each in deliverables}
    stored = set(SingleOversight.objects.filter(board=board).values_list("deliverable_id", flat=True))
    if wanted == stored:
        return False
    with recorded(OVERSEEN, actor=by.reference):
        changed_parts(board)
        SingleOversight.objects.filter(board=board, deliverable_id__in=stored - wanted).delete()
        SingleOversight.objects.bulk_create(
            SingleOversight(board=board, deliverable_id=pk) for pk in sorted(wanted - stored)
        )
    return True


def overseen_too(deliverable: Deliverable, other: Deliverable) -> None:
    """Have every board that oversees `other` singly oversee this one too (1 query, and 1 to add them)."""
    of_both = SingleOversight.objects.filter(deliverable__in=(deliverable.pk, other.pk))
    boards: dict[int, set[int]] = {deliverable.pk: set(), other.pk: set()}
    for board_id, deliverable_id in of_both.values_list("board_id", "deliverable_id"):
        boards[deliverable_id].add(board_id)
    if missing := boards[other.pk] - boards[deliverable.pk]:
        SingleOversight.objects.bulk_create(
            SingleOversight(board_id=board_id, deliverable=deliverable) for board_id in sorted(missing)
        )
