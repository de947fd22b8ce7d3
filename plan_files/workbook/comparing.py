"""Compare a workbook that comes back with the plan as it is: what is new, what changes, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .book import Book, Column, Row, Sheet
from .cells import same_cell


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that says something else now."""

    column: Column
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of the file that changes the plan. `stored` is the row as it is, None for a new one."""

    row: Row
    stored: Row | None
    cells: tuple[CellChange, ...]

    @property
    def is_new(self) -> bool:
        return self.stored is None

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(each.column.key for each in self.cells)


@dataclass(frozen=True, slots=True)
class SheetChanges:
    """What a sheet of the file changes. `missing` are rows of the plan that it does not have: they stay.

    `moved` says whether rows that the plan has stand in another order.
    """

    sheet: Sheet
    changes: tuple[RowChange, ...]
    missing: tuple[Row, ...]
    moved: bool

    @property
    def new(self) -> list[RowChange]:
        return [each for each in self.changes if each.is_new]

    @property
    def changed(self) -> list[RowChange]:
        return [each for each in self.changes if not each.is_new]

    @property
    def any(self) -> bool:
        return bool(self.changes) or self.moved


ORDERED = frozenset(
    {
        *("Strands", "Outcomes", "Deliverables", "Due points", "Indicators", "Boards", "Cover", "Versions"),
        *("Approvals", "Priorities", "References", "Framework", "Success"),
    }
)
"""Sheets whose order is that of the plan. In the others it means nothing."""


def compare(
    sheets: Sequence[Sheet], stored: Book, file: Book, *, within: Mapping[str, str]
) -> list[SheetChanges]:
    """What each sheet of the file changes. `within` is the column of a sheet inside which its order counts."""
    return [
        _compare_sheet(sheet, stored, file, within.get(sheet.name, ""))
        for sheet in sheets
        if sheet.name in file
    ]


def _compare_sheet(sheet: Sheet, stored: Book, file: Book, within: str) -> SheetChanges:
    known = stored.by_id(sheet.name)
    changes = tuple(_row_changes(sheet, known, file[sheet.name]))
    named = {row.id for row in file[sheet.name]}
    missing = tuple(row for row in stored[sheet.name] if row.id not in named)
    moved = sheet.name in ORDERED and _is_moved(stored[sheet.name], file[sheet.name], known, within)
    return SheetChanges(sheet, changes, missing, moved)


def _row_changes(sheet: Sheet, known: Mapping[str, Row], rows: Sequence[Row]) -> Iterator[RowChange]:
    columns = [column for column in sheet.columns if not column.aside and column.key != "id"]
    for row in rows:
        was = known.get(row.id)
        cells = tuple(
            CellChange(column, was[column.key] if was else "", row[column.key])
            for column in columns
            if column.key in row.cells and _differs(column, was[column.key] if was else "", row[column.key])
        )
        if cells or (was is None and row.cells):
            yield RowChange(row, was, cells)


def _differs(column: Column, old: str, new: str) -> bool:
    return not same_cell(old or column.default, new or column.default)


def _is_moved(stored: Sequence[Row], rows: Sequence[Row], known: Mapping[str, Row], within: str) -> bool:
    """Whether rows stand in another order, or a new row stands before one that the plan has, inside its part."""
    now: dict[str, list[str]] = {}
    named = {row.id for row in rows}
    for row in stored:
        if row.id in named:
            now.setdefault(row[within] if within else "", []).append(row.id)
    wanted: dict[str, list[str]] = {}
    for row in rows:
        was = known.get(row.id)
        if was is None or not within or row[within] == was[within]:
            wanted.setdefault(row[within] if within else "", []).append(row.id if was else "")
    for part, ids in wanted.items():
        last = max((at for at, each in enumerate(ids) if each), default=-1)
        order = ids[: last + 1]
        stayed = [each for each in now.get(part, []) if each in set(ids)]
        if order != stayed:
            return True
    return False
