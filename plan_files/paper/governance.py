"""The chapter of governance: the boards and groups that oversee the plan, what they oversee, and who chairs them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from boards.models import Seat
from boards.summaries import BoardLine, board_lines
from core.paper.blocks import Block, Column, Heading, Row, Table, line, lines
from strategies.models import Oversight, Strategy

CHAIRING = {Seat.Role.CHAIR.label, Seat.Role.CO_CHAIR.label}


def governance_blocks(strategy: Strategy, *, names: bool, today: date) -> Iterable[Block]:
    """Boards that oversee the plan, and those that they report to (3 queries)."""
    overseen: dict[int, list[str]] = defaultdict(list)
    watched = Oversight.objects.filter(strategy=strategy).select_related("strand")
    for each in watched.order_by("strand__position", "strand_id"):
        part = f"{strategy.strand_noun} {each.strand.code}" if each.strand else "The whole plan"
        overseen[each.board_id].append(part)
    if not overseen:
        return
    boards = board_lines(today)
    shown = _with_parents(boards, set(overseen))
    yield Heading(1, "Governance")
    yield Table(
        "Boards and groups",
        (Column("Board or group", 32), Column("Oversees", 22), Column("Reports to", 22), Column("Chair", 24)),
        tuple(
            Row(
                (
                    line(each.board.name),
                    lines(*overseen.get(each.board.pk, [])),
                    lines(
                        *(
                            f"{one.name}{' (to be confirmed)' if one.to_confirm else ''}"
                            for one in each.parents
                        )
                    ),
                    lines(*_chairs(each, names=names)),
                )
            )
            for each in shown
        ),
    )


def _with_parents(boards: Iterable[BoardLine], ids: set[int]) -> list[BoardLine]:
    """These boards and all above them, in the council's order."""
    by_slug = {each.board.slug: each for each in boards}
    wanted = [each for each in by_slug.values() if each.board.pk in ids]
    found = set()
    while wanted:
        each = wanted.pop()
        if each.board.slug not in found:
            found.add(each.board.slug)
            wanted += [by_slug[one.slug] for one in each.parents if one.slug in by_slug]
    return [each for each in by_slug.values() if each.board.slug in found]


def _chairs(board: BoardLine, *, names: bool) -> Iterable[str]:
    for seat in board.seats:
        if seat.role in CHAIRING:
            who = seat.holder if names or seat.is_vacant else "name not shown"
            yield f"{seat.role}: {who}" if seat.role != Seat.Role.CHAIR.label else who
