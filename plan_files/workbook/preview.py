"""What a workbook changes, in words, for the page that asks before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.periods import words_for_date
from core.words import count_words, list_words
from deliverables.models.deliverable import name_of

from .book import Row
from .cells import Kind, day_of
from .comparing import CellChange, RowChange, SheetChanges
from .incoming import Incoming
from .matching import overlaid

MOST_SHOWN = 200
"""Rows of a sheet that the page names. It counts the others."""
LONGEST = 300


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
    names = _Names(found)
    parts = [_part(each, names) for each in found.changes]
    return [part for part in parts if part.any or part.missing]


def _part(changes: SheetChanges, names: _Names) -> Part:
    new, changed = changes.new, changes.changed
    counts = [f"{count_words(len(new), changes.sheet.row_noun)} to add"] if new else []
    counts += [f"{count_words(len(changed), changes.sheet.row_noun)} to change"] if changed else []
    counts += ["another order"] if changes.moved else []
    if changes.missing:
        counts += [f"{len(changes.missing)} not in the file"]
    return Part(
        changes.sheet.name,
        list_words(counts),
        [names.line(changes, each) for each in new[:MOST_SHOWN]],
        max(0, len(new) - MOST_SHOWN),
        [names.line(changes, each) for each in changed[:MOST_SHOWN]],
        max(0, len(changed) - MOST_SHOWN),
        [names.of(changes.sheet.name, row) for row in changes.missing[:MOST_SHOWN]],
        max(0, len(changes.missing) - MOST_SHOWN),
        changes.moved,
    )


class _Names:
    """Names of rows, by which people know them."""

    def __init__(self, found: Incoming) -> None:
        self.rows: Mapping[str, Mapping[str, Row]] = {
            name: {row.id: row for row in overlaid(found.stored[name], found.file[name])}
            for name in ("Deliverables", "Indicators")
        }

    def line(self, changes: SheetChanges, change: RowChange) -> Line:
        cells = () if change.is_new else tuple(self._cell(each) for each in change.cells)
        row = Row({**(change.stored.cells if change.stored else {}), **change.row.cells})
        return Line(change.row.number, self.of(changes.sheet.name, row), cells)

    def of(self, sheet: str, row: Row) -> str:
        match sheet:
            case "Deliverables":
                return _shortened(name_of(row["strand"], row["number"], row["title"]))
            case "Due points":
                above = self.rows["Deliverables"].get(row["deliverable"])
                due = " ".join(filter(None, (row["label"], _day_words(row["due_on"]))))
                return f"{self.of('Deliverables', above)}: {due}" if above else due
            case "Targets" | "Readings":
                above = self.rows["Indicators"].get(row["indicator"])
                return f"{self.of('Indicators', above)}, {row['period']}" if above else row["period"]
            case "Indicators":
                above = self.rows["Indicators"].get(row["parent"]) if row["parent"] else None
                own = f"{row['corrected_label'] or row['label']} {row['title'] or row['breakdown']}".strip()
                return f"{self.of('Indicators', above)}, {own}" if above else _shortened(own)
            case "People":
                return (
                    f"{row['name']} ({row['initials']})"
                    if row["name"] and row["initials"]
                    else (row["name"] or row["initials"])
                )
            case "Cover":
                return _shortened(f"{row['role']}: {row['board'] or row['person']}")
            case "Approvals":
                return _shortened(f"{row['version']}: {row['approver']}")
            case "Framework" | "Success":
                return _shortened(
                    ", ".join(filter(None, (row["kind"], row["need"], row["theme"], row["question"])))
                )
            case "Priorities":
                return _shortened(f"{row['code']} {row['title']}")
            case "Strands":
                return f"{row['code']}: {row['title']}"
            case "Outcomes":
                return _shortened(" ".join(filter(None, (row["strand"] or row["number"], row["title"]))))
            case _:
                return _shortened(row["title"] or row["name"] or row["label"] or row["text"])

    def _cell(self, change: CellChange) -> Cell:
        return Cell(change.column.title, self._said(change, change.old), self._said(change, change.new))

    def _said(self, change: CellChange, cell: str) -> str:
        if change.column.kind == Kind.DAY:
            return _day_words(cell)
        if change.column.key in ("parent", "replaced_by", "formula_rows"):
            rows: Mapping[str, Any] = self.rows["Indicators"]
            return "; ".join(
                self.of("Indicators", rows[key]) if key in rows else key
                for key in filter(None, cell.split("\n"))
            )
        return _shortened(cell)


def _day_words(cell: str) -> str:
    day = day_of(cell)
    return words_for_date(day) if day else ""


def _shortened(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= LONGEST else f"{bare[:LONGEST]}…"
