"""Indicator tables as the plan prints them: its columns, its rows as a tree, and the latest figures.

An empty cell says why it is empty: no data yet, not expected, not set, not rated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from core.periods import Period
from core.rag import Rag
from strategies.models import KeyOutcome, Strategy

from .columns import facts_of
from .models import Indicator, Reading, TableColumn
from .rules import ReadingFacts
from .summaries import IndicatorState, indicator_states, reading_words, target_words

QUARTERLY = ("", Indicator.Basis.QUARTER)


@dataclass(frozen=True)
class TableCell:
    """One indicator in one column. `confidence` is only set in a target column that the plan rates."""

    words: str
    is_empty: bool
    sample: bool = False
    provisional: bool = False
    confidence: Rag | None = None
    confidence_sample: bool = False


@dataclass(frozen=True)
class TableRow:
    """One printed row: a cell for each column and the latest figure. A heading has no cells."""

    state: IndicatorState
    cells: tuple[TableCell, ...]
    latest: str
    latest_period: str

    @property
    def indicator(self) -> Indicator:
        return self.state.indicator

    @property
    def is_heading(self) -> bool:
        return self.indicator.is_heading

    @property
    def has_sample(self) -> bool:
        shown = any(cell.sample or cell.confidence_sample for cell in self.cells)
        return shown or (self.state.reading is not None and self.state.reading.sample)


@dataclass(frozen=True)
class RowGroup:
    """Rows under one of the table's sub-headings, "" where there is none."""

    title: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Section:
    """Rows of one key outcome. The secondary set has a single section without a key outcome."""

    key_outcome: KeyOutcome | None
    groups: tuple[RowGroup, ...]

    @property
    def rows(self) -> list[TableRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def with_figures(self) -> int:
        """Number of rows that have a reading."""
        return sum(row.state.reading is not None for row in self.rows)


@dataclass(frozen=True)
class Column:
    """A printed column. `hint` says which quarter "Qtr 1" is."""

    printed: TableColumn
    hint: str

    @property
    def span(self) -> int:
        """Number of table columns: the confidence RAG of a target has its own."""
        return 2 if self.printed.has_confidence_rag else 1


@dataclass(frozen=True)
class IndicatorTable:
    """One table of a strategy: its main or its secondary indicators."""

    strategy: Strategy
    title: str
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    row_count: int

    @property
    def column_groups(self) -> list[tuple[str, int]]:
        """Headings above the columns, each with the number of columns that it spans."""
        by_kind = groupby(self.columns, key=lambda column: column.printed.get_kind_display())
        return [(kind, sum(column.span for column in columns)) for kind, columns in by_kind]

    @property
    def has_sample(self) -> bool:
        return any(row.has_sample for section in self.sections for row in section.rows)

    @property
    def value_columns(self) -> int:
        return sum(column.span for column in self.columns)


def indicator_tables(*, as_at: date) -> list[IndicatorTable]:
    """Tables of the council's strategies, main indicators first (3 queries)."""
    rows = Indicator.objects.in_table_order().select_related("strategy", "key_outcome")
    states = indicator_states(rows, as_at=as_at)
    columns: dict[tuple[int, str], list[Column]] = {}
    for printed in TableColumn.objects.order_by("position", "id"):
        columns.setdefault((printed.strategy_id, printed.set), []).append(Column(printed, _hint(printed)))
    readings = _readings({each.printed.period for of_table in columns.values() for each in of_table})
    tables = []
    for (_, name), of_set in groupby(
        states, key=lambda state: (state.indicator.strategy_id, state.indicator.set)
    ):
        states_of_set = list(of_set)
        strategy = states_of_set[0].indicator.strategy
        tables.append(_table(states_of_set, strategy, name, columns.get((strategy.id, name), []), readings))
    return tables


def _table(
    states: list[IndicatorState],
    strategy: Strategy,
    name: str,
    columns: list[Column],
    readings: dict[tuple[int, str], ReadingFacts],
) -> IndicatorTable:
    sections = []
    for _, of_outcome in groupby(states, key=lambda state: state.indicator.key_outcome_id):
        states_of_outcome = list(of_outcome)
        groups = tuple(
            RowGroup(title, tuple(_row(state, columns, readings) for state in of_group))
            for title, of_group in groupby(states_of_outcome, key=lambda state: state.indicator.group)
        )
        sections.append(Section(states_of_outcome[0].indicator.key_outcome, groups))
    title = Indicator.Set(name).label
    return IndicatorTable(strategy, title, tuple(columns), tuple(sections), len(states))


def _row(
    state: IndicatorState, columns: list[Column], readings: dict[tuple[int, str], ReadingFacts]
) -> TableRow:
    row = state.indicator
    cells = (
        ()
        if row.is_heading
        else tuple(
            _cell(state, column.printed, readings.get((row.id, column.printed.period))) for column in columns
        )
    )
    return TableRow(
        state=state,
        cells=cells,
        latest=reading_words(row, state.reading),
        latest_period=Period.parse(state.reading.period).short_words if state.reading else "",
    )


def _cell(state: IndicatorState, column: TableColumn, reading: ReadingFacts | None) -> TableCell:
    if column.kind == TableColumn.Kind.TARGET:
        return _target_cell(state, column)
    row = state.indicator
    expected = column.kind != TableColumn.Kind.QUARTER or row.basis in QUARTERLY
    words = reading_words(row, reading, expected=expected)
    if reading is None:
        return TableCell(words, is_empty=True)
    return TableCell(words, is_empty=False, sample=reading.sample, provisional=reading.provisional)


def _target_cell(state: IndicatorState, column: TableColumn) -> TableCell:
    target = state.targets.get(column.period)
    rating = state.forecasts.get(column.period)
    rated = rating.rag if rating else Rag.NOT_RATED
    return TableCell(
        target_words(state.indicator, target),
        is_empty=target is None or target.value is None,
        sample=target is not None and target.sample,
        confidence=rated if column.has_confidence_rag else None,
        confidence_sample=rating is not None and rating.sample,
    )


def _readings(periods: set[str]) -> dict[tuple[int, str], ReadingFacts]:
    rows = Reading.objects.filter(period__in=periods)
    return {(reading.indicator_id, reading.period): facts_of(reading) for reading in rows}


def _hint(column: TableColumn) -> str:
    words = Period.parse(column.period).short_words if column.kind == TableColumn.Kind.QUARTER else ""
    return "" if words == column.label else words
