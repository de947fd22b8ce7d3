"""Indicator tables: the plan's columns and rows as a tree, and the latest figures.

Only what is there is shown. Rows and columns without any figure are counted and named, not printed. An empty cell has
no words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from itertools import compress, groupby

from core.periods import Period
from core.rag import Rag
from core.words import list_words

from ..models import Indicator, TableColumn
from ..rules import Polarity, Unit, decimals_of, shown_words
from ..rules.travel import arrow_of, travel_of
from ..summaries import IndicatorState, figure_words, target_words
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
from .table_reading import Recorded, Tables


def indicator_tables(tables: Tables, *, fitting: Collection[int], as_printed: bool) -> list[IndicatorTable]:
    """Tables of the `fitting` rows (by id), with those above them. Without queries.

    `as_printed`: with the plan's own columns, instead of direction, target and confidence RAG.
    """
    shown = _with_rows_above(tables.states, fitting)
    return [
        _table(list(of_set), fitting, tables.printed.get(key, ()) if as_printed else None, tables)
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


def _table(
    states: list[IndicatorState],
    fitting: Collection[int],
    printed: Sequence[TableColumn] | None,
    readings: Tables,
) -> IndicatorTable:
    first = states[0].indicator
    decimals = _decimals(states, readings)
    every_column = AT_A_GLANCE if printed is None else [*_printed_columns(printed), *AS_AT]
    every_cell = [
        tuple(_cells(state, printed, readings, decimals[state.indicator.id]))
        if state.indicator.id in fitting and not state.indicator.is_heading
        else ()
        for state in states
    ]
    filled = [any(column) for column in zip(*filter(None, every_cell), strict=True)]
    filled = filled or [False] * len(every_column)
    rows = [
        TableRow(state, tuple(compress(cells, filled)), fits=state.indicator.id in fitting)
        for state, cells in zip(states, every_cell, strict=True)
    ]
    return IndicatorTable(
        strategy=first.strategy,
        title=Indicator.Set(first.set).label,
        columns=tuple(compress(every_column, filled)),
        empty_columns=list_words(
            [column.name for column, has_cells in zip(every_column, filled, strict=True) if not has_cells]
        ),
        sections=tuple(_sections(rows)),
        row_count=sum(row.fits for row in rows),
        samples=frozenset(cell.sample for row in rows for cell in row.cells if cell.words or cell.rag),
        has_hidden=any(cell.is_hidden_outside for row in rows for cell in row.cells),
    )


SAME_SCALE = frozenset({Unit.PERCENT, Unit.PERCENTAGE_POINTS, Unit.MONEY})
AS_AT = (Column("", "Latest figure"), Column("", "Indicator RAG", holds_rag=True))
AT_A_GLANCE = (
    Column("", "Latest figure"),
    Column("", "Direction"),
    Column("", "Target"),
    Column("", "Indicator RAG", holds_rag=True),
    Column("", "Confidence RAG", holds_rag=True),
)


def _printed_columns(printed: Iterable[TableColumn]) -> Iterator[Column]:
    """The plan's columns. The confidence RAG of a target has one of its own."""
    for each in printed:
        kind = each.get_kind_display()
        words = Period.parse(each.period).short_words if each.kind == TableColumn.Kind.QUARTER else ""
        yield Column(kind, each.label, "" if words == each.label else words)
        if each.has_confidence_rag:
            yield Column(kind, "Confidence", each.label, holds_rag=True)


def _decimals(states: Iterable[IndicatorState], readings: Tables) -> dict[int, int]:
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
        most = max(map(decimals_of, values), default=0)
        most = max(most, readings.decimals.get(row.id, 0))
        by_row[row.id] = most
        by_unit[row.unit] = max(by_unit[row.unit], most)
    shared = {
        state.indicator.id: by_unit[state.indicator.unit]
        for state in states
        if state.indicator.unit in SAME_SCALE and state.indicator.decimals is None
    }
    return by_row | shared


def _cells(
    state: IndicatorState, printed: Iterable[TableColumn] | None, readings: Tables, decimals: int
) -> Iterator[TableCell]:
    trend = readings.trend(state)
    if printed is not None:
        yield from _printed_cells(state, printed, readings, decimals)
    yield _latest_cell(state, readings, decimals, trend)
    if printed is None:
        yield _travel_cell(state, decimals, trend)
        yield _target_cell(state, decimals)
    yield _rag_cell(
        state.verdict.rag,
        note=state.verdict.reason if state.verdict.rag in (Rag.RED, Rag.AMBER) else "",
        sample=bool(state.reading and state.reading.sample),
    )
    if printed is None:
        yield _forecast_cell(state)


def _printed_cells(
    state: IndicatorState, printed: Iterable[TableColumn], readings: Tables, decimals: int
) -> Iterator[TableCell]:
    row, unit = state.indicator, Unit(state.indicator.unit)
    without = readings.not_expected.get(row.id, ())
    for column in printed:
        if column.kind == TableColumn.Kind.TARGET:
            target = state.targets.get(column.period)
            has_value = target is not None and target.value is not None
            yield (
                TableCell(target_words(row, target, decimals), sample=target.sample)
                if target and has_value
                else EMPTY
            )
            if column.has_confidence_rag:
                rating = state.forecasts.get(column.period)
                yield _rag_cell(rating.rag, sample=rating.sample) if rating else EMPTY
        elif recorded := readings.of_period.get((row.id, column.period)):
            is_hidden = (row.id, column.period) in readings.hidden
            yield _figure_cell(row, unit, recorded, decimals, is_hidden_outside=is_hidden)
        else:
            yield NOT_EXPECTED if column.period in without else EMPTY


def _travel_cell(state: IndicatorState, decimals: int, trend: Trend) -> TableCell:
    """Direction since the figure before, where the latest reading is a figure."""
    reading, row = state.reading, state.indicator
    if reading is None or reading.value is None or len(trend) < 2:
        return EMPTY
    before, latest = trend[-2][1], reading.value
    travel = travel_of(before, latest, Polarity(row.polarity) if row.polarity else None)
    was = shown_words(before, Unit(row.unit), row.decimals, decimals)
    return TableCell(f"{arrow_of(before, latest)} {travel.word}", note=f"was {was}", sample=reading.sample)


def _target_cell(state: IndicatorState, decimals: int) -> TableCell:
    """The target with which the latest figure is compared, and for when it is."""
    target = state.target
    if target is None or target.value is None:
        return EMPTY
    note = [Period.parse(target.period).short_words]
    if target.borrowed_from:
        note.append(f"from a benchmark: {escape(target.borrowed_from)}")
    return TableCell(
        target_words(state.indicator, target, decimals), note=", ".join(note), sample=target.sample
    )


def _forecast_cell(state: IndicatorState) -> TableCell:
    """The forecast for the next target. Its period is said where that is not the target shown."""
    forecast, target = state.forecast, state.following
    if forecast is None:
        return EMPTY
    note = f"for {Period.parse(target.period).short_words}" if target else ""
    return _rag_cell(forecast.rag, note=note, sample=forecast.sample)


def _figure_cell(
    row: Indicator, unit: Unit, recorded: Recorded, decimals: int, *, is_hidden_outside: bool
) -> TableCell:
    if recorded.value is None:
        words = figure_words(row, recorded.facts)
    else:
        words = shown_words(recorded.value, unit, row.decimals, decimals)
    return TableCell(
        words,
        note="provisional" if recorded.provisional else "",
        sample=recorded.sample,
        is_text=recorded.value is None,
        is_hidden_outside=is_hidden_outside,
    )


def _latest_cell(state: IndicatorState, readings: Tables, decimals: int, trend: Trend) -> TableCell:
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
        trend=trend,
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
