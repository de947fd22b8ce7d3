"""Parts of an indicator table: its columns, its rows as a tree, and their cells. Without queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from core.rag import Rag
from strategies.models import KeyOutcome, Strategy

from ..models import Indicator
from ..summaries import IndicatorState

Trend = Sequence[tuple[date, Decimal]]


@dataclass(frozen=True)
class TableCell:
    """One indicator in one column: a figure in words or a RAG, or nothing at all. `note` explains it.

    The latest figure comes with the `trend` that leads to it: figures for periods of the same kind in time order, so
    that a quarter's is not drawn next to a year's. `is_text` is True for words instead of a figure.
    `is_hidden_outside`: it is hidden on what leaves the council.
    """

    words: str = ""
    rag: Rag | None = None
    note: str = ""
    sample: bool = False
    is_text: bool = False
    is_hidden_outside: bool = False
    trend: Trend = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.rag)


EMPTY = TableCell()
NOT_EXPECTED = TableCell(note="not expected")
"""An empty cell that will stay so."""


@dataclass(frozen=True)
class Column:
    """Column of a table. `hint` says which quarter "Qtr 1" is, and `kind` is the heading above it."""

    kind: str
    label: str
    hint: str = ""
    holds_rag: bool = False

    @property
    def name(self) -> str:
        return f"{self.label} ({self.hint})" if self.hint else self.label


@dataclass(frozen=True)
class TableRow:
    """One row, with a cell for each column. A heading has no cells.

    Neither has a row that does not fit the filters, and is only here because one below it does (`fits`).
    `stands_alone` is True where the rows above it are out of sight, so that its name includes theirs.
    """

    state: IndicatorState
    cells: tuple[TableCell, ...]
    fits: bool = True
    stands_alone: bool = False

    @property
    def indicator(self) -> Indicator:
        return self.state.indicator

    @property
    def is_heading(self) -> bool:
        return self.indicator.is_heading

    @property
    def has_figures(self) -> bool:
        return any(self.cells)

    @property
    def name(self) -> str:
        """Name as the plan prints it, with the correct label where that is misprinted."""
        row = self.indicator
        label = f"{row.label} (misprint of {row.corrected_label})" if row.corrected_label else row.label
        name = f"{label} {row.title or 'No title'}".strip()
        return f"{row.name_above}, {name}" if self.stands_alone and row.parent_id else name


@dataclass(frozen=True)
class FoldedRow:
    """A row without figures. Its name includes the rows above it if those are not folded with it."""

    row: TableRow
    name: str


@dataclass(frozen=True)
class RowGroup:
    """Rows under one of the table's sub-headings, "" where there is none."""

    title: str
    rows: tuple[TableRow, ...]
    folded: tuple[FoldedRow, ...]


@dataclass(frozen=True)
class Section:
    """Rows of one key outcome. The secondary set has a single section without a key outcome.

    The headline rows of a table are a section of their own, with a title. They stand in their places too.
    """

    key_outcome: KeyOutcome | None
    groups: tuple[RowGroup, ...]
    title: str = ""

    @property
    def with_figures(self) -> int:
        return sum(row.has_figures for row in self._rows())

    @property
    def folded(self) -> int:
        return sum(each.row.fits for group in self.groups for each in group.folded)

    @property
    def row_count(self) -> int:
        return self.folded + sum(row.fits for row in self._rows())

    def _rows(self) -> Iterator[TableRow]:
        return (row for group in self.groups for row in group.rows)


@dataclass(frozen=True)
class IndicatorTable:
    """One table of a strategy: its main or its secondary indicators.

    `columns` are those with a figure. `empty_columns` names the others. `samples` holds True if any figure shown is a
    sample, and False if any is real. `has_hidden`: a figure shown is hidden on what leaves the council. `row_count` is
    the number of rows that fit the filters.
    """

    strategy: Strategy
    title: str
    columns: tuple[Column, ...]
    empty_columns: str
    sections: tuple[Section, ...]
    row_count: int
    samples: frozenset[bool]
    has_hidden: bool = False

    @property
    def column_groups(self) -> list[tuple[str, int]]:
        """Headings above the columns, each with the number of columns that it spans."""
        return [
            (kind, len(list(columns))) for kind, columns in groupby(self.columns, key=lambda each: each.kind)
        ]
