"""What a workbook changes, in words, for the page that asks before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.words import count_words, list_words

from .book import Row
from .comparing import CellChange, RowChange, SheetChanges
from .incoming import Incoming
from .row_names import RowNames, shortened

MOST_SHOWN = 200
"""Rows of a sheet that the page names. It counts the others."""


@dataclass(frozen=True)
class Cell:
    """A cell that changes: its heading, and what it says before and after, "" for an empty one."""

    title: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """A row of the file: its number there, what it is called, and the cells that change. A new row has no cells."""

    number: int
    name: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Part:
    """What changes on a sheet. `more_…` are numbers of rows that are not named."""

    name: str
    words: str
    new: Sequence[Line]
    more_new: int
    changed: Sequence[Line]
    more_changed: int
    missing: Sequence[str]
    more_missing: int
    moved: bool

    @property
    def any(self) -> bool:
        return bool(self.new or self.changed or self.moved)


def parts_of(found: Incoming) -> list[Part]:
    """Sheets that change something, or that lack rows of the plan."""
    names = RowNames(found.stored, found.file)
    parts = [_part(each, names) for each in found.changes]
    return [part for part in parts if part.any or part.missing]


def _part(changes: SheetChanges, names: RowNames) -> Part:
    new, changed = changes.new, changes.changed
    counts = [f"{count_words(len(new), changes.sheet.row_noun)} to add"] if new else []
    counts += [f"{count_words(len(changed), changes.sheet.row_noun)} to change"] if changed else []
    counts += ["another order"] if changes.moved else []
    if changes.missing:
        counts += [f"{len(changes.missing)} not in the file"]
    return Part(
        changes.sheet.name,
        list_words(counts),
        [_line(names, changes, each) for each in new[:MOST_SHOWN]],
        max(0, len(new) - MOST_SHOWN),
        [_line(names, changes, each) for each in changed[:MOST_SHOWN]],
        max(0, len(changed) - MOST_SHOWN),
        [names.of(changes.sheet.name, row) for row in changes.missing[:MOST_SHOWN]],
        max(0, len(changes.missing) - MOST_SHOWN),
        changes.moved,
    )


def _line(names: RowNames, changes: SheetChanges, change: RowChange) -> Line:
    cells = () if change.is_new else tuple(_cell(names, each) for each in change.cells)
    row = Row({**(change.stored.cells if change.stored else {}), **change.row.cells})
    return Line(change.row.number, names.of(changes.sheet.name, row), cells)


def _cell(names: RowNames, change: CellChange) -> Cell:
    old, new = (shortened(names.said(change.column, cell)) for cell in (change.old, change.new))
    return Cell(change.column.title, old, new)
