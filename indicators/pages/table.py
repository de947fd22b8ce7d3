"""Indicator tables: the plan's columns and rows as a tree, and the latest figures.

Only what is there is shown. Rows and columns without any figure are counted and named, not printed. An empty cell has
no words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import compress, groupby
from typing import Any

from core.periods import Period, PeriodKind
from core.rag import Rag
from core.words import list_words
from strategies.models import KeyOutcome, Strategy

from ..models import Indicator, NotExpected, Reading, TableColumn
from ..rules import MissingCode, ReadingFacts, Unit, decimals_of
from ..rules.suppression import Figure
from ..small_numbers import Hidden, hidden_among
from ..summaries import IndicatorState, figure_words, indicator_states, target_words
from .table_parts import (
    EMPTY,
    NOT_EXPECTED,
    Column,
    FoldedRow,
    IndicatorTable,
    RowGroup,
    Section,
    TableCell,
    TableRow,
    Trend,
)


@dataclass(frozen=True)
class _Readings:
    """Readings that a column may show, each row's values, its figures so far in time order by kind of period, and the
    periods for which none is expected.

    `hidden` are those that are hidden on what leaves the council.
    """

    of_period: Mapping[tuple[int, str], ReadingFacts]
    values: Mapping[int, Sequence[Decimal]]
    figures: Mapping[tuple[int, PeriodKind], Trend]
    hidden: Hidden
    not_expected: frozenset[tuple[int, str]]

    def trend(self, state: IndicatorState) -> Trend:
        """Figures so far for periods of the same kind as the latest reading's, since the last break in the series."""
        if state.reading is None:
            return ()
        row: Any = state.indicator
        figures = self.figures.get((row.id, _kind(state.reading.period)), ())
        return [each for each in figures if each[0] >= row.broken_on] if row.broken_on else figures


def states_of_tables(*, as_at: date) -> list[IndicatorState]:
    """Every row of the council's tables, main indicators first (3 queries).

    Rows share their strategy, key outcome and the rows above them: an object for each would be a third of what loading
    the rows costs.
    """
    rows = Indicator.objects.in_table_order().select_related("owner_person", "owner_post")
    states = indicator_states(rows.with_last_break(as_at), as_at=as_at)
    by_id = {state.indicator.id: state.indicator for state in states}
    strategies = Strategy.objects.in_bulk() if states else {}
    outcomes = KeyOutcome.objects.in_bulk() if states else {}
    for state in states:
        row = state.indicator
        row.strategy = strategies[row.strategy_id]
        row.key_outcome = outcomes[row.key_outcome_id] if row.key_outcome_id else None
        row.parent = by_id[row.parent_id] if row.parent_id else None
    return states


def indicator_tables(
    states: Sequence[IndicatorState], *, fitting: Collection[int], as_at: date, hides: bool
) -> list[IndicatorTable]:
    """Tables of these rows, which are all of the council's (2 queries).

    Only `fitting` ones (by id) are shown, with those above them. `hides`: the council hides small numbers.
    """
    printed: dict[tuple[int, str], list[TableColumn]] = defaultdict(list)
    for column in TableColumn.objects.order_by("position", "id"):
        printed[column.strategy_id, column.set].append(column)
    periods = {each.period for columns in printed.values() for each in columns}
    readings = _readings(states, periods, as_at, hides=hides)
    shown = _with_rows_above(states, fitting)
    return [
        _table(list(of_set), fitting, printed[key], readings)
        for key, of_set in groupby(
            shown, key=lambda state: (state.indicator.strategy_id, state.indicator.set)
        )
    ]


def _with_rows_above(states: Sequence[IndicatorState], fitting: Collection[int]) -> list[IndicatorState]:
    """Rows that fit, and the rows above them."""
    above = {state.indicator.id: state.indicator.parent_id for state in states}
    shown: set[int] = set()
    for row_id in fitting:
        row: int | None = row_id
        while row is not None and row not in shown:
            shown.add(row)
            row = above[row]
    return [state for state in states if state.indicator.id in shown]


def _readings(states: Sequence[IndicatorState], periods: set[str], as_at: date, *, hides: bool) -> _Readings:
    """All readings, and where none is expected, as plain columns (2 queries)."""
    units = {state.indicator.id: Unit(state.indicator.unit) for state in states}
    may_be_small: list[Figure] = []
    of_period: dict[tuple[int, str], ReadingFacts] = {}
    values: dict[int, list[Decimal]] = defaultdict(list)
    figures: dict[tuple[int, PeriodKind], list[tuple[date, Decimal]]] = defaultdict(list)
    rows = Reading.objects.order_by("ends_on", "id").values_list(
        *("indicator_id", "period", "ends_on", "value", "missing_code", "text", "provisional", "sample"),
        *("numerator", "denominator"),
    )
    for indicator, period, ends_on, value, code, text, provisional, sample, *parts in rows:
        if hides:
            may_be_small.append(Figure(indicator, period, units[indicator], value, *parts))
        if period in periods:
            of_period[indicator, period] = ReadingFacts(
                period=period,
                ends_on=ends_on,
                value=value,
                missing_code=MissingCode(code) if code else None,
                text=text,
                provisional=provisional,
                sample=sample,
            )
        if value is not None:
            values[indicator].append(value)
            if ends_on <= as_at:
                figures[indicator, _kind(period)].append((ends_on, value))
    hidden = hidden_among((state.indicator for state in states), may_be_small)
    not_expected = frozenset(NotExpected.objects.values_list("indicator_id", "period"))
    return _Readings(of_period, values, figures, hidden, not_expected)


@cache
def _kind(period: str) -> PeriodKind:
    return Period.parse(period).kind


def _table(
    states: list[IndicatorState],
    fitting: Collection[int],
    printed: Sequence[TableColumn],
    readings: _Readings,
) -> IndicatorTable:
    first = states[0].indicator
    decimals = _decimals(states, readings)
    every_column = [*_printed_columns(printed), *AS_AT]
    every_row = [
        TableRow(
            state,
            tuple(_cells(state, printed, readings, decimals[state.indicator.id]))
            if state.indicator.id in fitting and not state.indicator.is_heading
            else (),
            fits=state.indicator.id in fitting,
        )
        for state in states
    ]
    filled = [any(row.cells[at] for row in every_row if row.cells) for at in range(len(every_column))]
    rows = [replace(row, cells=tuple(compress(row.cells, filled if row.cells else ()))) for row in every_row]
    return IndicatorTable(
        strategy=first.strategy,
        title=Indicator.Set(first.set).label,
        columns=tuple(compress(every_column, filled)),
        empty_columns=list_words(
            [column.name for column, has_cells in zip(every_column, filled, strict=True) if not has_cells]
        ),
        sections=tuple(_sections(rows)),
        row_count=sum(row.fits for row in rows),
        samples=frozenset(cell.sample for row in rows for cell in row.cells if cell),
        has_hidden=any(cell.is_hidden_outside for row in rows for cell in row.cells),
    )


SAME_SCALE = frozenset({Unit.PERCENT, Unit.PERCENTAGE_POINTS, Unit.MONEY})
AS_AT = (Column("", "Latest figure"), Column("", "Indicator RAG", holds_rag=True))


def _printed_columns(printed: Iterable[TableColumn]) -> Iterator[Column]:
    """The plan's columns. The confidence RAG of a target has one of its own."""
    for each in printed:
        kind = each.get_kind_display()
        words = Period.parse(each.period).short_words if each.kind == TableColumn.Kind.QUARTER else ""
        yield Column(kind, each.label, "" if words == each.label else words)
        if each.has_confidence_rag:
            yield Column(kind, "Confidence", each.label, holds_rag=True)


def _decimals(states: Iterable[IndicatorState], readings: _Readings) -> dict[int, int]:
    """Decimals of each row's figures, by the indicator's id, so that figures line up.

    They are the same for all percentages of a table, and so for `SAME_SCALE`. A number may be a count in one row and a
    rate in the next. A row that states its decimals has its own, and they count for no other row.
    """
    by_row: dict[int, int] = {}
    by_unit: dict[str, int] = defaultdict(int)
    for state in states:
        row = state.indicator
        if row.decimals is not None:
            by_row[row.id] = row.decimals
            continue
        values = [target.value for target in state.targets.values() if target.value is not None]
        most = max(map(decimals_of, (*readings.values.get(row.id, ()), *values)), default=0)
        by_row[row.id] = most
        by_unit[row.unit] = max(by_unit[row.unit], most)
    shared = {
        state.indicator.id: by_unit[state.indicator.unit]
        for state in states
        if state.indicator.unit in SAME_SCALE and state.indicator.decimals is None
    }
    return by_row | shared


def _cells(
    state: IndicatorState, printed: Iterable[TableColumn], readings: _Readings, decimals: int
) -> Iterator[TableCell]:
    for column in printed:
        if column.kind == TableColumn.Kind.TARGET:
            target = state.targets.get(column.period)
            has_value = target is not None and target.value is not None
            yield (
                TableCell(target_words(state.indicator, target, decimals), sample=target.sample)
                if target and has_value
                else EMPTY
            )
            if column.has_confidence_rag:
                rating = state.forecasts.get(column.period)
                yield _rag_cell(rating.rag, sample=rating.sample) if rating else EMPTY
        else:
            key = (state.indicator.id, column.period)
            empty = NOT_EXPECTED if key in readings.not_expected else EMPTY
            yield (
                _figure_cell(
                    state, readings.of_period.get(key), decimals, is_hidden_outside=key in readings.hidden
                )
                or empty
            )
    yield _latest_cell(state, readings, decimals)
    yield _rag_cell(
        state.verdict.rag,
        note=state.verdict.reason if state.verdict.rag in (Rag.RED, Rag.AMBER) else "",
        sample=bool(state.reading and state.reading.sample),
    )


def _figure_cell(
    state: IndicatorState, reading: ReadingFacts | None, decimals: int, *, is_hidden_outside: bool
) -> TableCell:
    if reading is None:
        return EMPTY
    words = figure_words(state.indicator, reading, decimals=decimals)
    note = "provisional" if reading.provisional else ""
    return TableCell(
        words,
        note=note,
        sample=reading.sample,
        is_text=reading.value is None,
        is_hidden_outside=is_hidden_outside,
    )


def _latest_cell(state: IndicatorState, readings: _Readings, decimals: int) -> TableCell:
    """The latest figure with its period, and with its numerator and denominator where they are known."""
    reading = state.reading
    if reading is None:
        return EMPTY
    note = [
        Period.parse(reading.period).short_words,
        reading.parts,
        "provisional" if reading.provisional else "",
    ]
    return TableCell(
        figure_words(state.indicator, reading, decimals=decimals),
        note=", ".join(filter(None, note)),
        sample=reading.sample,
        is_text=reading.value is None,
        is_hidden_outside=(state.indicator.id, reading.period) in readings.hidden,
        trend=readings.trend(state),
    )


def _rag_cell(rag: Rag, *, note: str = "", sample: bool) -> TableCell:
    return EMPTY if rag == Rag.NOT_RATED else TableCell(rag=rag, note=note, sample=sample)


def _sections(rows: list[TableRow]) -> Iterator[Section]:
    """Headline rows, then all rows by key outcome and sub-heading.

    Rows without figures are folded, except above a row that has some.
    """
    shown = {
        above.id for row in rows if row.has_figures for above in (row.indicator, *row.indicator.rows_above)
    }
    headline = tuple(
        replace(row, stands_alone=True) for row in rows if row.indicator.is_headline and not row.is_heading
    )
    if any(row.cells for row in headline):
        yield Section(None, (RowGroup("", headline, ()),), "Headline indicators")
    for _, of_outcome in groupby(rows, key=lambda row: row.indicator.key_outcome_id):
        rows_of_outcome = list(of_outcome)
        groups = tuple(
            _group(title, list(of_group), shown)
            for title, of_group in groupby(rows_of_outcome, key=lambda row: row.indicator.group)
        )
        yield Section(rows_of_outcome[0].indicator.key_outcome, groups)


def _group(title: str, rows: list[TableRow], shown: set[int]) -> RowGroup:
    return RowGroup(
        title,
        tuple(row for row in rows if row.indicator.id in shown),
        tuple(_folded(row, shown) for row in rows if row.indicator.id not in shown),
    )


def _folded(row: TableRow, shown: set[int]) -> FoldedRow:
    is_alone = row.indicator.parent_id in shown
    return FoldedRow(row, f"{row.indicator.name_above}, {row.name}" if is_alone else row.name)
