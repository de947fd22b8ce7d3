"""A plan as a workbook: sheets with columns, and rows of cells in the fixed form of `cells`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .cells import NO, YES, Kind

FIRST_ROW = 2
"""Row 1 of each sheet is its header."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `key` is its name in JSON and `title` its heading in the other files.

    `words` are those of a choice. `lists` is the sheet and column whose cells a spreadsheet offers here. An `aside`
    column only helps readers: nothing is taken from it. `personal` columns are only for those who may see them.
    `default` is what an empty cell means.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: int = 16
    words: tuple[str, ...] = ()
    lists: tuple[str, str] | None = None
    aside: bool = False
    personal: bool = False
    hint: str = ""
    default: str = ""

    @property
    def offers(self) -> tuple[str, ...]:
        """Words that a spreadsheet offers to choose from."""
        return (YES, NO) if self.kind == Kind.YES_NO else self.words


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. `about` says what its rows are. `row_noun` is one of them."""

    name: str
    row_noun: str
    about: str
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        return next(each for each in self.columns if each.key == key)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet by column key. A column that the file does not have has no key. `number` is its row there."""

    cells: Mapping[str, str]
    number: int = 0

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")

    @property
    def id(self) -> str:
        return self.cells.get("id", "")


@dataclass(frozen=True, slots=True)
class Book:
    """Rows of each sheet by its name. A sheet that the file does not have has no entry."""

    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def __getitem__(self, sheet: str) -> Sequence[Row]:
        return self.rows.get(sheet, ())

    def __contains__(self, sheet: str) -> bool:
        return sheet in self.rows

    def by_id(self, sheet: str) -> dict[str, Row]:
        return {row.id: row for row in self[sheet] if row.id}

    @property
    def is_empty(self) -> bool:
        return not any(self.rows.values())

    def without_personal(self, sheets: Sequence[Sheet]) -> Book:
        """The book without personal columns."""
        return Book(dict(self._without_personal(sheets)))

    def _without_personal(self, sheets: Sequence[Sheet]) -> Iterator[tuple[str, list[Row]]]:
        for sheet in sheets:
            hidden = {column.key for column in sheet.columns if column.personal}
            if sheet.name in self:
                yield (
                    sheet.name,
                    [
                        Row({key: cell for key, cell in row.cells.items() if key not in hidden}, row.number)
                        for row in self[sheet.name]
                    ],
                )


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell cannot be taken, with its place for people: sheet, row and column."""

    sheet: str
    row: int
    column: str
    sentence: str

    @property
    def place(self) -> str:
        parts = [f"Sheet {self.sheet}", f"row {self.row}" if self.row else "", self.column]
        return ", ".join(filter(None, parts))

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"
