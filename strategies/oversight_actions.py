"""Change what a board oversees."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import F, Max

from boards.actions.boards import changed_parts
from boards.models import Board
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from .models import Oversight, Strand, Strategy

Part = Strategy | Strand
"""A whole plan, or one of its strands."""


def change_oversight(*, board: Board, parts: Collection[Part], by: Actor) -> bool:
    """Make these the parts of the plan that the board oversees. Returns whether anything has changed.

    Strands of a plan that is overseen in whole need not be named, and are left out.
    """
    require(by, Permission.BOARDS_CHANGE)
    whole = {part.pk for part in parts if isinstance(part, Strategy)}
    wanted = {
        (part.strategy_id, part.pk)
        for part in parts
        if isinstance(part, Strand) and part.strategy_id not in whole
    } | {(pk, None) for pk in whole}
    stored = {(each.strategy_id, each.strand_id): each for each in Oversight.objects.filter(board=board)}
    if wanted == stored.keys():
        return False
    last = max((each.position for each in stored.values()), default=0)
    with recorded("board.oversight_changed", actor=by.reference):
        changed_parts(board)
        gone = [each.pk for key, each in stored.items() if key not in wanted]
        Oversight.objects.filter(pk__in=gone).delete()
        added = sorted(wanted - stored.keys(), key=lambda key: (key[0], key[1] or 0))
        Oversight.objects.bulk_create(
            Oversight(board=board, strategy_id=strategy, strand_id=strand, position=position)
            for position, (strategy, strand) in enumerate(added, last + 1)
        )
    return True


def add_oversight(*, strategy: Strategy, overseen: Mapping[Board, Collection[Part]], by: Actor) -> None:
    """Let boards oversee a plan of which none oversees a part yet, or strands of it (3 queries).

    What they oversee of other plans stays. Strands of a plan that a board oversees in whole are left out.
    """
    require(by, Permission.BOARDS_CHANGE)
    if not any(overseen.values()):
        return
    last: dict[int, int] = dict(
        Oversight.objects.filter(board__in=list(overseen))
        .order_by()
        .values_list("board_id")
        .annotate(last=Max("position"))
    )
    added = []
    for board, parts in overseen.items():
        whole = any(isinstance(part, Strategy) for part in parts)
        strands = [None] if whole else [part for part in parts if isinstance(part, Strand)]
        for position, strand in enumerate(strands, last.get(board.pk, 0) + 1):
            added.append(Oversight(board=board, strategy=strategy, strand=strand, position=position))
    with recorded("board.oversight_changed", actor=by.reference):
        Board.objects.filter(pk__in=[each.pk for each in overseen]).update(version=F("version") + 1)
        Oversight.objects.bulk_create(added)
