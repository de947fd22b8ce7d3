"""Save the sheet Boards: boards, what they report to, and what they oversee of the plan."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from boards.actions import add_board, change_board, order_boards
from boards.actions.boards import Parent
from boards.models import Board, BoardLink
from deliverables.actions import change_single_oversight
from deliverables.models import Deliverable
from strategies.models import Oversight, Strand
from strategies.oversight_actions import Part, change_oversight

from ...workbook.cells import YES, items_of
from ...workbook.comparing import RowChange
from ...workbook.whole_plan import board_line
from .save import Save, columns_of, stored_value

SHEET = "Boards"
SAID = ("name", "kind", "purpose", "aliases")
OVERSEES = ("whole_plan", "strands")


def save_boards(save: Save) -> None:
    """Add the new boards, then change what is said of each, and put them in order."""
    if not save.any(SHEET):
        return
    for board in Board.objects.all():
        save.objects[str(board.public_id)] = board
    for change in save.rows(SHEET):
        if change.is_new:
            with save.placed(SHEET, [change.row.number]):
                save.objects[change.row.id] = add_board(by=save.by, **_said(change))
    lines = _lines()
    for change in save.rows(SHEET):
        with save.placed(SHEET, [change.row.number]):
            _change(save, change, lines)
            if save.strategy is not None and columns_of(change, OVERSEES):
                _oversee(save, change)
            if save.strategy is not None and columns_of(change, ("deliverables",)):
                _oversee_singly(save, change)
    if save.moved(SHEET):
        order_boards(boards=[save.objects[row.id] for row in save.plan.file[SHEET]], by=save.by)


def _said(change: RowChange) -> dict[str, Any]:
    row = change.row
    said: dict[str, Any] = {key: row[key] for key in columns_of(change, ("name", "purpose"))}
    if columns_of(change, ("kind",)):
        said["kind"] = stored_value(row["kind"], Board.Kind.choices)
    if columns_of(change, ("aliases",)):
        said["aliases"] = items_of(row["aliases"])
    return said


def _lines() -> dict[int, list[Parent]]:
    """Which boards each board reports to (1 query)."""
    lines: dict[int, list[Parent]] = defaultdict(list)
    for link in BoardLink.objects.select_related("parent"):
        lines[link.child_id].append(Parent(link.parent, link.to_confirm, link.note))
    return lines


def _change(save: Save, change: RowChange, lines: dict[int, list[Parent]]) -> None:
    new_parents = bool(columns_of(change, ("parents",)))
    if change.is_new and not change.row["parents"]:
        return
    if not change.is_new and not (set(change.keys) & {*SAID, "parents"}):
        return
    board: Board = save.objects[change.row.id]
    said: dict[str, Any] = {key: getattr(board, key) for key in SAID} | _said(change)
    parents = _parents(save, change.row["parents"]) if new_parents else lines[board.pk]
    save.objects[change.row.id] = change_board(
        board=board, parents=parents, quorum=board.quorum, by=save.by, **said
    )


def _parents(save: Save, cell: str) -> list[Parent]:
    parents = []
    for line in items_of(cell):
        _, to_confirm, note = board_line(line)
        parents.append(Parent(save.objects[save.plan.board(line)], to_confirm, note))
    return parents


def _oversee(save: Save, change: RowChange) -> None:
    """Oversight of this plan as the file has it. That of other plans stays."""
    board: Board = save.objects[change.row.id]
    row = change.row
    strategy = save.strategy
    assert strategy is not None
    parts: list[Part] = []
    for each in (
        Oversight.objects.filter(board=board).exclude(strategy=strategy).select_related("strategy", "strand")
    ):
        parts.append(each.strand or each.strategy)
    if row["whole_plan"] == YES:
        parts.append(strategy)
    strands: list[Strand] = [save.objects[save.plan.codes[code]] for code in items_of(row["strands"])]
    change_oversight(board=board, parts=[*parts, *strands], by=save.by)


def _oversee_singly(save: Save, change: RowChange) -> None:
    """Single deliverables of this plan as the file has them. Those of other plans, and dropped ones, stay."""
    board: Board = save.objects[change.row.id]
    stay = Deliverable.with_dropped.filter(single_oversights__board=board)
    kept = [
        each for each in stay.select_related("strategy") if each.is_dropped or each.strategy != save.strategy
    ]
    ids = items_of(change.row["deliverables"])
    known = [each for each in ids if each not in save.objects]
    for found in Deliverable.objects.filter(public_id__in=known) if known else ():
        save.objects[str(found.public_id)] = found
    change_single_oversight(
        board=board, deliverables=[*kept, *(save.objects[each] for each in ids)], by=save.by
    )
