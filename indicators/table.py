"""The indicator tables as the plan prints them: its own columns, its rows as a tree, and the latest figures beside.

An empty cell says why it is empty: no data yet, not expected, not set, not rated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from core.periods import Period
from core.rag import Rag
from strategies.models import KeyOutcome, Strategy

from .models import Indicator, Reading, TableColumn
from .summaries import IndicatorState, indicator_states, reading_words, target_words

QUARTERLY = ("", Indicator.Basis.QUARTER)


@dataclass(frozen=True)
class TableCell:
    """What one indicator has in one column; `confidence` only in a target column that the plan rates."""

    words: str
    is_empty: bool
    sample: bool = False
    provisional: bool = False
    confidence: Rag | None = None
    confidence_sample: bool = False


@dataclass(frozen=True)
class TableRow:
    """One printed row: a heading has no cells, any other one for each column, and its latest figure."""

    state: IndicatorState
    cells: tuple[TableCell, ...]
    latest: str
    latest_period: str

    @property
    def indicator(self) -> Indicator:
        return self.state.indicator

    @property
    def is_heading(self) -> bool:
        return bool(self.indicator.kind == Indicator.Kind.HEADING)

    @property
    def has_sample(self) -> bool:
        shown = any(cell.sample or cell.confidence_sample for cell in self.cells)
        return shown or (self.state.reading is not None and self.state.reading.sample)


@dataclass(frozen=True)
class RowGroup:
    """Rows under one of the table's own sub-headings, "" where it prints none."""

    title: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Section:
    """The rows of one key outcome; the secondary set has one section without."""

    key_outcome: KeyOutcome | None
    groups: tuple[RowGroup, ...]

    @property
    def rows(self) -> list[TableRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def with_figures(self) -> int:
        """How many of its rows have a figure at all."""
        return sum(row.state.reading is not None for row in self.rows)


@dataclass(frozen=True)
class Column:
    """A printed column. `hint` says which quarter "Qtr 1" is."""

    printed: TableColumn
    hint: str

    @property
    def span(self) -> int:
        """A target's confidence stands in a second column."""
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
        """The heads above the columns, each with how many it spans."""
        by_kind = groupby(self.columns, key=lambda column: column.printed.get_kind_display())
        return [(kind, sum(column.span for column in columns)) for kind, columns in by_kind]

    @property
    def has_sample(self) -> bool:
        return any(row.has_sample for section in self.sections for row in section.rows)

    @property
    def value_columns(self) -> int:
        return sum(column.span for column in self.columns)


def indicator_tables(*, as_at: date) -> list[IndicatorTable]:
    """Every table of the council's strategies, main indicators first (6 queries)."""
    states = indicator_states(Indicator.objects.all(), as_at=as_at)
    columns: dict[tuple[int, str], list[Column]] = {}
    for printed in TableColumn.objects.order_by("position", "id"):
        columns.setdefault((printed.strategy_id, printed.set), []).append(Column(printed, _hint(printed)))
    readings = _readings({each.printed.period for found in columns.values() for each in found})
    tables = []
    for (_, name), of_set in groupby(
        states, key=lambda state: (state.indicator.strategy_id, state.indicator.set)
    ):
        found = list(of_set)
        strategy = found[0].indicator.strategy
        tables.append(_table(found, strategy, name, columns.get((strategy.id, name), []), readings))
    return tables


def _table(
    states: list[IndicatorState],
    strategy: Strategy,
    name: str,
    columns: list[Column],
    readings: dict[tuple[int, str], Reading],
) -> IndicatorTable:
    sections = []
    for _, of_outcome in groupby(states, key=lambda state: state.indicator.key_outcome_id):
        found = list(of_outcome)
        groups = tuple(
            RowGroup(title, tuple(_row(state, columns, readings) for state in of_group))
            for title, of_group in groupby(found, key=lambda state: state.indicator.group)
        )
        sections.append(Section(found[0].indicator.key_outcome, groups))
    title = Indicator.Set(name).label
    return IndicatorTable(strategy, title, tuple(columns), tuple(sections), len(states))


def _row(state: IndicatorState, columns: list[Column], readings: dict[tuple[int, str], Reading]) -> TableRow:
    row = state.indicator
    cells = (
        ()
        if row.kind == Indicator.Kind.HEADING
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


def _cell(state: IndicatorState, column: TableColumn, reading: Reading | None) -> TableCell:
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
    rating = state.confidences.get(column.period)
    rated = Rag(rating.rag) if rating else Rag.NOT_RATED
    return TableCell(
        target_words(state.indicator, target),
        is_empty=target is None or target.value is None,
        sample=target is not None and target.sample,
        confidence=rated if column.has_confidence_rag else None,
        confidence_sample=rating is not None and rating.sample,
    )


def _readings(periods: set[str]) -> dict[tuple[int, str], Reading]:
    found = Reading.objects.filter(period__in=periods)
    return {(reading.indicator_id, reading.period): reading for reading in found}


def _hint(column: TableColumn) -> str:
    words = Period.parse(column.period).short_words if column.kind == TableColumn.Kind.QUARTER else ""
    return "" if words == column.label else words
