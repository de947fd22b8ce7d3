"""What the indicator tables show with the plan's own columns, read in a known number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import starmap
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from core.periods import Period, PeriodKind
from strategies.models import KeyOutcome, Strategy

from ..columns import targets_with_forecasts
from ..models import Indicator, NotExpected, Reading, TableColumn
from ..models.indicator import IndicatorQuerySet
from ..rules import MissingCode, ReadingFacts, Unit, decimals_of
from ..rules.suppression import Figure, may_be_small
from ..small_numbers import NOTHING, Hidden, hidden_among, with_operands
from ..summaries import IndicatorState, indicator_states, state_from
from .table_parts import Trend


class Recorded(NamedTuple):
    """What is recorded for a row and a period. There are thousands, so they are plainer than `ReadingFacts`."""

    indicator: int
    period: str
    ends_on: date
    value: Decimal | None
    missing_code: str
    text: str
    provisional: bool
    sample: bool
    numerator: Decimal | None
    denominator: Decimal | None

    @property
    def facts(self) -> ReadingFacts:
        return ReadingFacts(
            period=self.period,
            ends_on=self.ends_on,
            value=self.value,
            missing_code=MissingCode(self.missing_code) if self.missing_code else None,
            text=self.text,
            numerator=self.numerator,
            denominator=self.denominator,
            provisional=self.provisional,
            sample=self.sample,
        )


NOT_SHOWN = (
    *("basis", "breakdown_code", "comparator", "source", "next_value_due_on", "default_tolerance"),
    *("is_contextual", "feedback_sources", "replaced_by", "version"),
)
"""Columns of a row that the tables do not show."""
COLUMNS = ("indicator_id", *Recorded._fields[1:])


@dataclass(frozen=True)
class Tables:
    """All rows of the council's tables in table order, with what their cells show.

    `decimals` are the most that a value of the row has. `figures` are those up to the day in time order, by row and
    kind of period. `hidden` are the readings shown that are hidden on what leaves the council, and `rows_hidden` the
    rows with any such reading. Only for the plan's own columns: `printed` are these, by strategy and set, `of_period`
    the readings by row and period, and `not_expected` periods, by row.
    """

    states: Sequence[IndicatorState]
    decimals: Mapping[int, int]
    figures: Mapping[tuple[int, PeriodKind], Trend]
    hidden: Hidden
    rows_hidden: frozenset[int]
    printed: Mapping[tuple[int, str], Sequence[TableColumn]] = field(default_factory=dict)
    of_period: Mapping[tuple[int, str], Recorded] = field(default_factory=dict)
    not_expected: Mapping[int, Sequence[str]] = field(default_factory=dict)

    def trend(self, state: IndicatorState) -> Trend:
        """Figures so far for periods of the same kind as the latest reading's, since the last break in the series."""
        if state.reading is None:
            return ()
        row: Any = state.indicator
        figures = self.figures.get((row.id, kind_of(state.reading.period)), ())
        return [each for each in figures if each[0] >= row.broken_on] if row.broken_on else figures


def read_as_printed(*, as_at: date, hides: bool) -> Tables:
    """All rows, columns and readings of the council's tables (5 queries). `hides`: the council hides small numbers.

    All readings are read for the columns, so the latest of each row is found among them.
    """
    without = NotExpected.objects.filter(indicator_id=OuterRef("pk")).values("period")
    rows: list[Any] = list(
        with_operands(table_rows(as_at).defer(*NOT_SHOWN)).annotate(
            every_target=targets_with_forecasts(as_at), without=ArraySubquery(without)
        )
    )
    put_shared(rows)
    printed: dict[tuple[int, str], list[TableColumn]] = defaultdict(list)
    for column in TableColumn.objects.order_by("position", "id"):
        printed[column.strategy_id, column.set].append(column)
    of_period: dict[tuple[int, str], Recorded] = {}
    latest: dict[int, Recorded] = {}
    decimals: dict[int, int] = defaultdict(int)
    figures: dict[tuple[int, PeriodKind], list[tuple[date, Decimal]]] = defaultdict(list)
    every = list(starmap(Recorded, Reading.objects.order_by("ends_on", "id").values_list(*COLUMNS)))
    for each in every:
        indicator, period, ends_on, value, *_ = each
        of_period[indicator, period] = each
        is_past = ends_on <= as_at
        if is_past:
            latest[indicator] = each
        if value is not None:
            decimals[indicator] = max(decimals[indicator], decimals_of(value))
            if is_past:
                figures[indicator, kind_of(period)].append((ends_on, value))
    states = [
        state_from(row, known.facts if (known := latest.get(row.id)) else None, row.every_target, day=as_at)
        for row in rows
    ]
    hidden = _hidden(rows, every) if hides else NOTHING
    return Tables(
        states=states,
        decimals=decimals,
        figures=figures,
        hidden=hidden,
        rows_hidden=frozenset(row for row, _ in hidden),
        printed=printed,
        of_period=of_period,
        not_expected={row.id: row.without for row in rows if row.without},
    )


def states_of_tables(*, as_at: date) -> list[IndicatorState]:
    """Every row of the council's tables, main indicators first (3 queries)."""
    states = indicator_states(table_rows(as_at), as_at=as_at)
    put_shared([state.indicator for state in states])
    return states


def table_rows(as_at: date) -> IndicatorQuerySet:
    """Rows in table order, with their owner and the last break in their series."""
    rows: IndicatorQuerySet = Indicator.objects.in_table_order().select_related("owner_person", "owner_post")
    return rows.with_last_break(as_at)


def put_shared(rows: Sequence[Indicator]) -> None:
    """Give rows their strategy, key outcome and the row above each (2 queries, none without rows).

    Rows share these: an object for each would be a third of what loading the rows costs.
    """
    by_id = {row.id: row for row in rows}
    strategies = Strategy.objects.in_bulk() if rows else {}
    outcomes = KeyOutcome.objects.in_bulk() if rows else {}
    for row in rows:
        row.strategy = strategies[row.strategy_id]
        row.key_outcome = outcomes[row.key_outcome_id] if row.key_outcome_id else None
        row.parent = by_id[row.parent_id] if row.parent_id else None


def _hidden(rows: Sequence[Any], every: Iterable[Recorded]) -> Hidden:
    """Readings to hide. Only whole numbers, and what is known to be out of something, may count people."""
    units = {row.id: Unit(row.unit) for row in rows}
    countable = [
        each for each in every if each.denominator is not None or units[each.indicator] == Unit.NUMBER
    ]
    if not any(may_be_small(each.value, each.numerator, each.denominator) for each in countable):
        return NOTHING
    figures = (
        Figure(
            each.indicator, each.period, units[each.indicator], each.value, each.numerator, each.denominator
        )
        for each in countable
    )
    return hidden_among(rows, figures)


@cache
def kind_of(period: str) -> PeriodKind:
    return Period.parse(period).kind
