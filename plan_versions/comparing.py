"""Compare two versions of a plan, or one with the plan as it is now, item by item. Runs no query.

The comparison is that of a workbook that comes back (`plan_files.workbook.comparing`): rows are matched by their ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.words import WordedEnum, list_words
from councils.actors import Actor
from plan_files.workbook.book import Book, Column, Row, Sheet
from plan_files.workbook.cells import NO
from plan_files.workbook.comparing import CellChange, RowChange, SheetChanges, compare
from plan_files.workbook.incoming import WITHIN
from plan_files.workbook.row_names import RowNames, shortened

from .frozen.document import PlanDocument
from .frozen.more_sheets import MORE_SHEETS
from .frozen.seen_by import seen_by
from .frozen.taking import ALL_SHEETS

NAMED_ABOVE = frozenset(
    {"id", "of", "above", "deliverable", "indicator", "strand", "number", "code", "set", "period"}
)
"""Columns that the name of a row and the part of the plan say already."""
ALSO_COMPARED = frozenset({"state", "left_on"})
"""Columns that only help readers of a workbook, and that nothing else in the plan says."""
FIGURES = frozenset({"value", "numerator", "denominator"})
HIDDEN_MARK = " ‡"
VERSION_TABLE = frozenset({"Versions", "Approvals"})
"""Sheets that say how far the versions themselves have come. They are no part of what is compared."""
OF_THE_COUNCIL = frozenset({"People"})
"""Sheets with rows of other plans too. Who does what is compared where a row of the plan names them."""
OVERSIGHT = ("whole_plan", "strands", "deliverables")
OWN_SHEETS = frozenset(sheet.name for sheet in MORE_SHEETS)


class ItemKind(WordedEnum):
    """What happened to a row between the two."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class CellWords:
    """A cell in words: what it said and what it says, "" for an empty one."""

    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Item:
    """A row that was added, removed or changed, with its cells that are different."""

    kind: ItemKind
    name: str
    group: str
    cells: tuple[CellWords, ...]


@dataclass(frozen=True, slots=True)
class SheetComparison:
    """What is different on one sheet. `unchanged` are the names of the other rows."""

    name: str
    items: tuple[Item, ...]
    unchanged: tuple[str, ...]
    moved: bool

    @property
    def added(self) -> int:
        return self._count(ItemKind.ADDED)

    @property
    def removed(self) -> int:
        return self._count(ItemKind.REMOVED)

    @property
    def changed(self) -> int:
        return self._count(ItemKind.CHANGED)

    @property
    def any(self) -> bool:
        return bool(self.items) or self.moved

    @property
    def words(self) -> str:
        """ "3 added, 1 removed and 2 changed, in another order"."""
        counts = ((self.added, "added"), (self.removed, "removed"), (self.changed, "changed"))
        said = list_words([f"{count} {word}" for count, word in counts if count])
        if not self.moved:
            return said
        return f"{said}, in another order" if said else "in another order"

    def _count(self, kind: ItemKind) -> int:
        return sum(item.kind == kind for item in self.items)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Sheets that both have, in the order of the plan. `not_compared` are columns that only one of them has."""

    sheets: tuple[SheetComparison, ...]
    not_compared: tuple[str, ...]

    @property
    def different(self) -> list[SheetComparison]:
        return [each for each in self.sheets if each.any]

    @property
    def same(self) -> list[SheetComparison]:
        return [each for each in self.sheets if not each.any and each.unchanged]

    @property
    def words(self) -> str:
        """ "3 added, 1 removed, 2 changed, 40 the same"."""
        counts = (
            (sum(each.added for each in self.sheets), "added"),
            (sum(each.removed for each in self.sheets), "removed"),
            (sum(each.changed for each in self.sheets), "changed"),
            (sum(len(each.unchanged) for each in self.sheets), "the same"),
        )
        return ", ".join(f"{count:,} {word}" for count, word in counts)

    @property
    def count(self) -> int:
        return sum(len(each.items) for each in self.sheets)


def compare_for(actor: Actor, old: PlanDocument, new: PlanDocument, *, outside: bool = False) -> Comparison:
    """What this reader may see of the difference. `outside`: in a file, without small numbers.

    A figure that is hidden in one of them is hidden in both, so that the other does not give it away.
    """
    hidden = old.hidden | new.hidden
    return compare_plans(
        seen_by(actor, replace(old, hidden=hidden), outside=outside),
        seen_by(actor, replace(new, hidden=hidden), outside=outside),
    )


def compare_plans(old: PlanDocument, new: PlanDocument) -> Comparison:
    """What is different in the newer one."""
    sheets = [
        _comparable(sheet, old, new)
        for sheet in ALL_SHEETS
        if sheet.name in old.book and sheet.name in new.book
        if sheet.name not in VERSION_TABLE | OF_THE_COUNCIL
    ]
    names = _Names(old, new)
    changes = compare(sheets, _of_plan(old.book), _of_plan(new.book), within=WITHIN)
    return Comparison(
        tuple(_sheet(each, new.book, names) for each in changes),
        tuple(
            f"{sheet.name}: {column.title}"
            for sheet in ALL_SHEETS
            for column in sheet.columns
            if old.has(sheet.name, column.key) != new.has(sheet.name, column.key)
        ),
    )


def _of_plan(book: Book) -> Book:
    """The book with only those boards that oversee something of the plan."""
    if "Boards" not in book:
        return book
    boards = [row for row in book["Boards"] if any(row[key] not in ("", NO) for key in OVERSIGHT)]
    return Book({**book.rows, "Boards": boards})


def _comparable(sheet: Sheet, old: PlanDocument, new: PlanDocument) -> Sheet:
    """The sheet with the columns that both have."""
    columns = tuple(
        replace(column, aside=False) if column.key in ALSO_COMPARED else column
        for column in sheet.columns
        if old.has(sheet.name, column.key) and new.has(sheet.name, column.key)
    )
    return replace(sheet, columns=columns)


class _Names(RowNames):
    """Names of rows in both plans, and the part of the plan that each belongs to."""

    def __init__(self, old: PlanDocument, new: PlanDocument) -> None:
        super().__init__(old.book, new.book)
        self.hidden = old.hidden | new.hidden
        strands = [*old.book["Strands"], *new.book["Strands"]]
        self.strands = {row["code"]: f"{row['code']}: {row['title']}" for row in strands}

    def of(self, sheet: str, row: Row) -> str:
        return _own_name(sheet, row) if sheet in OWN_SHEETS else super().of(sheet, row)

    def group(self, sheet: str, row: Row) -> str:
        """The strand that a row belongs to, or the table of an indicator, "" for none."""
        match sheet:
            case "Due points":
                above = self.rows["Deliverables"].get(row["deliverable"])
                return self.group("Deliverables", above) if above else ""
            case "Targets" | "Readings":
                above = self.rows["Indicators"].get(row["indicator"])
                return above["set"] if above else ""
            case "Indicators":
                return row["set"]
            case _:
                return self.strands.get(row["strand"], row["strand"])

    def cell(self, sheet: str, row: Row, change: CellChange) -> CellWords:
        is_hidden = sheet == "Readings" and change.column.key in FIGURES and row.id in self.hidden
        old, new = (
            f"{said}{HIDDEN_MARK}" if is_hidden and said else said
            for said in (self.said(change.column, change.old), self.said(change.column, change.new))
        )
        return CellWords(change.column.title, old, new)


def _own_name(sheet: str, row: Row) -> str:
    named = {
        "Cover": (row["role"], row["board"] or row["person"]),
        "References": (row["kind"], row["text"]),
        "Performance framework": (row["kind"], row["need"]),
        "Measures of success": (row["theme"], row["question"]),
    }
    parts = named.get(sheet, (row["strand"], row["code"], row["title"] or row["text"]))
    return shortened(" ".join(filter(None, parts)) if sheet not in named else ": ".join(filter(None, parts)))


def _sheet(changes: SheetChanges, new: Book, names: _Names) -> SheetComparison:
    sheet = changes.sheet
    items = [_changed(changes, each, names) for each in changes.changes]
    items += [_removed(sheet, row, names) for row in changes.missing]
    different = {each.row.id for each in changes.changes}
    unchanged = tuple(names.of(sheet.name, row) for row in new[sheet.name] if row.id not in different)
    order = _order(item.group for item in items)
    items.sort(key=lambda item: order[item.group])
    return SheetComparison(sheet.name, tuple(items), unchanged, changes.moved)


def _order(groups: Iterable[str]) -> Mapping[str, int]:
    """Groups in the order in which they first come, those without a name last."""
    found: dict[str, int] = defaultdict(int)
    for group in groups:
        found.setdefault(group, len(found))
    if "" in found:
        found[""] = len(found)
    return found


def _changed(changes: SheetChanges, change: RowChange, names: _Names) -> Item:
    sheet = changes.sheet
    cells = change.cells
    if change.is_new:
        cells = tuple(CellChange(column, "", change.row[column.key]) for column in _told(sheet, change.row))
    return Item(
        ItemKind.ADDED if change.is_new else ItemKind.CHANGED,
        names.of(sheet.name, change.row),
        names.group(sheet.name, change.row),
        tuple(names.cell(sheet.name, change.row, each) for each in cells),
    )


def _removed(sheet: Sheet, row: Row, names: _Names) -> Item:
    cells = (CellChange(column, row[column.key], "") for column in _told(sheet, row))
    return Item(
        ItemKind.REMOVED,
        names.of(sheet.name, row),
        names.group(sheet.name, row),
        tuple(names.cell(sheet.name, row, each) for each in cells),
    )


def _told(sheet: Sheet, row: Row) -> Iterator[Column]:
    """Columns that say something about a row that only one of the two has."""
    for column in sheet.columns:
        cell = row[column.key]
        if cell and cell != column.default and not column.aside and column.key not in NAMED_ABOVE:
            yield column


def csv_rows(comparison: Comparison) -> Iterator[Sequence[str]]:
    """A row for each cell that is different: sheet, part of the plan, row, what happened, column, old and new words."""
    for sheet in comparison.sheets:
        for item in sheet.items:
            for cell in item.cells or (CellWords("", "", ""),):
                yield (sheet.name, item.group, item.name, item.kind.word, cell.title, cell.old, cell.new)
        if sheet.moved:
            yield (sheet.name, "", "", "In another order", "", "", "")


CSV_COLUMNS = ("Sheet", "Part of the plan", "Row", "What happened", "Column", "Was", "Is")
