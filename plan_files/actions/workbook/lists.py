"""Save the sheets of lists: cover, versions, approvals, priorities, references, framework and success."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from boards.models import Board
from strategies.models import Approval, CoverRole, FrameworkCell, Reference
from strategies.plan_lists import STRAND_LISTS, STRATEGY_LISTS

from ...workbook.book import Row
from ...workbook.cells import day_of, items_of
from ...workbook.comparing import RowChange
from ...workbook.list_checks import BOARD, ORGANISATION, PERSON, POST
from ...workbook.naming import folded
from .plan import save_rows
from .save import Save, columns_of, stored_value

Values = Callable[[RowChange], dict[str, Any]]
REFERENCE_LISTS: Mapping[str, str] = {
    Reference.Kind.PRINCIPLE: "principles",
    Reference.Kind.LAW: "laws",
    Reference.Kind.INITIATIVE: "initiatives",
    Reference.Kind.LINKED_STRATEGY: "linked-strategies",
}


def save_priorities(save: Save) -> None:
    """Priorities of each strand."""
    if save.strategy is None or not save.any("Priorities"):
        return
    for strand in save.plan.rows["Strands"]:
        own = [
            row
            for row in save.plan.file["Priorities"]
            if _whole(save, "Priorities", row)["strand"] == strand["code"]
        ]
        found = save.objects.get(strand.id)
        if found is not None and own:
            save_rows(save, "Priorities", STRAND_LISTS["priorities"], found, own, _texts("code", "title"))


def save_lists(save: Save) -> None:
    """The lists of the plan that name people and boards, and those that name nobody."""
    if save.strategy is None:
        return
    boards = {str(each.public_id): each for each in Board.objects.all()}
    for kind, name in REFERENCE_LISTS.items():
        label = str(Reference.Kind(kind).label)
        own = [
            row for row in save.plan.file["References"] if _whole(save, "References", row)["kind"] == label
        ]
        _save(save, "References", name, own, _texts("text"))
    _save_all(save, "Framework", "framework", _framework)
    _save_all(save, "Success", "success", _success)
    _save_all(save, "Cover", "cover", lambda change: _cover(save, change, boards))
    _save_all(save, "Versions", "versions", _texts("label"))
    versions = {each.label: each for each in save.strategy.versions.all()}
    _save_all(save, "Approvals", "approvals", lambda change: _approval(save, change, boards, versions))


def _save_all(save: Save, sheet: str, name: str, values_of: Values) -> None:
    _save(save, sheet, name, save.plan.file[sheet], values_of)


def _save(save: Save, sheet: str, name: str, rows: Sequence[Row], values_of: Values) -> None:
    assert save.strategy is not None
    changed = {change.row.id for change in save.rows(sheet)}
    if rows and (save.moved(sheet) or any(row.id in changed for row in rows)):
        save_rows(save, sheet, STRATEGY_LISTS[name], save.strategy, rows, values_of)


def _whole(save: Save, sheet: str, row: Row) -> Row:
    """The row with what is stored in columns that the file does not have."""
    stored = save.plan.stored.by_id(sheet).get(row.id)
    return Row({**(stored.cells if stored else {}), **row.cells}, row.number)


def _texts(*keys: str) -> Values:
    return lambda change: {key: change.row[key].strip() for key in columns_of(change, keys)}


def _framework(change: RowChange) -> dict[str, Any]:
    values = _texts("need")(change)
    if columns_of(change, ("kind",)):
        values["kind"] = stored_value(change.row["kind"], FrameworkCell.Kind.choices)
    if columns_of(change, ("questions",)):
        values["questions"] = items_of(change.row["questions"])
    return values


def _success(change: RowChange) -> dict[str, Any]:
    values = _texts("theme", "question", "horizon")(change)
    if columns_of(change, ("items",)):
        values["items"] = items_of(change.row["items"])
    return values


def _holder(save: Save, cell: str) -> Any:
    """The person or post that a cell names, None if it is empty."""
    named = save.plan.people.one(cell)
    return save.objects[named.id] if named else None


def _board(save: Save, cell: str, boards: Mapping[str, Board]) -> Board | None:
    """The board that a cell names. A new one has been added before."""
    key = save.plan.boards.get(folded(cell), "")
    return boards.get(key) or save.objects.get(key)


def _cover(save: Save, change: RowChange, boards: Mapping[str, Board]) -> dict[str, Any]:
    row, values = change.row, dict[str, Any]()
    if columns_of(change, ("role",)):
        values["role"] = stored_value(row["role"], CoverRole.Role.choices)
    if columns_of(change, ("board",)):
        values["board"] = _board(save, row["board"], boards)
    for key in columns_of(change, ("person", "post")):
        values[key] = _holder(save, row[key])
    return values


def _approval(
    save: Save, change: RowChange, boards: Mapping[str, Board], versions: Mapping[str, Any]
) -> dict[str, Any]:
    values = _texts("approver")(change)
    row = Row({**(change.stored.cells if change.stored else {}), **change.row.cells})
    if columns_of(change, ("version",)):
        values["version"] = versions[row["version"]]
    if columns_of(change, ("approved_on",)):
        values["approved_on"] = day_of(row["approved_on"])
    if columns_of(change, ("kind", "named")):
        named, kind = row["named"], row["kind"]
        values["kind"] = stored_value(kind, Approval.Kind.choices)
        organisation = save.plan.people.organisations.get(named, "")
        values["board"] = _board(save, named, boards) if kind == BOARD and named else None
        values["organisation"] = save.objects[organisation] if kind == ORGANISATION and named else None
        values["post"] = _holder(save, named) if kind == POST else None
        values["person"] = _holder(save, named) if kind == PERSON else None
    return values
