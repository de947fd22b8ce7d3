"""What the indicator tables show at a glance, read in a known number of queries.

The database finds the latest reading of each row and gathers the figures of its trend, so that a page of 200 rows does
not load thousands of readings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import starmap
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Func, IntegerField, Max, Q
from django.db.models.functions import JSONObject

from core.periods import PeriodKind

from ..columns import decimal_or_none, targets_with_forecasts
from ..models import Indicator, Reading
from ..rules import Unit
from ..rules.suppression import Figure, has_small_count, same_year
from ..small_numbers import MAY_BE_SMALL, NOTHING, Hidden, hidden_among, with_operands
from ..summaries import state_from
from .table_reading import COLUMNS, NOT_SHOWN, Recorded, Tables, kind_of, put_shared, table_rows

FIGURE = ("indicator_id", "indicator__unit", "period", "value", "numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one row up to the day, in time order, with the most decimals that any of its values has.

    `may_be_small` are its readings, of any day, that may count few people: period, value, numerator, denominator.
    """

    periods: Sequence[str]
    days: Sequence[date]
    values: Sequence[Decimal]
    decimals: int | None
    may_be_small: Sequence[Mapping[str, Any]]


def read_at_a_glance(*, as_at: date, hides: bool) -> Tables:
    """All rows of the council's tables with their latest reading and trend (5 queries).

    `hides`: the council hides small numbers, which costs 1 query more where there are any.
    """
    rows: list[Any] = list(
        with_operands(table_rows(as_at).defer(*NOT_SHOWN)).annotate(
            every_target=targets_with_forecasts(as_at)
        )
    )
    put_shared(rows)
    latest = _latest_readings(as_at)
    series = _series(as_at)
    figures: dict[tuple[int, PeriodKind], list[tuple[date, Decimal]]] = defaultdict(list)
    for row, known in series.items():
        for period, day, value in zip(known.periods, known.days, known.values, strict=True):
            figures[row, kind_of(period)].append((day, value))
    states = [
        state_from(row, found.facts if (found := latest.get(row.id)) else None, row.every_target, day=as_at)
        for row in rows
    ]
    small = _rows_with_small_counts(rows, series) if hides else frozenset()
    hidden = _hidden_among(rows, latest.values()) if small else NOTHING
    return Tables(
        states=states,
        decimals={row: known.decimals or 0 for row, known in series.items()},
        figures=figures,
        hidden=hidden,
        rows_hidden=small | {row for row, _ in hidden},
    )


def _latest_readings(as_at: date) -> Mapping[int, Recorded]:
    """The reading of the period that ended last, by row. Of two that ended on one day, the one added last."""
    found = (
        Reading.objects.filter(ends_on__lte=as_at)
        .order_by("indicator_id", "-ends_on", "-id")
        .distinct("indicator_id")
        .values_list(*COLUMNS)
    )
    return {each.indicator: each for each in starmap(Recorded, found)}


def _series(as_at: date) -> Mapping[int, Series]:
    """Series of each row with readings."""
    figures: dict[str, Any] = {
        "filter": Q(value__isnull=False, ends_on__lte=as_at),
        "order_by": ("ends_on", "id"),
        "default": [],
    }
    scale = Func(Func(F("value"), function="trim_scale"), function="scale", output_field=IntegerField())
    small = JSONObject(**{name: F(name) for name in ("period", "value", "numerator", "denominator")})
    found = (
        Reading.objects.order_by()
        .values_list("indicator_id")
        .annotate(
            periods=ArrayAgg("period", **figures),
            days=ArrayAgg("ends_on", **figures),
            values=ArrayAgg("value", **figures),
            decimals=Max(scale),
            may_be_small=ArrayAgg(small, filter=MAY_BE_SMALL, default=[]),
        )
    )
    return {row: Series(*columns) for row, *columns in found}


def _rows_with_small_counts(rows: Iterable[Any], series: Mapping[int, Series]) -> frozenset[int]:
    """Rows with a reading that counts few people, of any day."""
    return frozenset(
        row.id
        for row in rows
        if row.id in series
        and any(
            has_small_count(_figure(row, each), derived=row.kind == Indicator.Kind.DERIVED)
            for each in series[row.id].may_be_small
        )
    )


def _figure(row: Any, json: Mapping[str, Any]) -> Figure:
    counts = (decimal_or_none(json[name]) for name in ("value", "numerator", "denominator"))
    return Figure(row.id, json["period"], Unit(row.unit), *counts)


def _hidden_among(rows: Sequence[Any], latest: Iterable[Recorded]) -> Hidden:
    """Latest readings to hide, from all figures of their years (1 query)."""
    keys = {(each.indicator, each.period) for each in latest}
    periods = {each for _, period in keys for each in same_year(period)}
    columns = Reading.objects.filter(period__in=periods).values_list(*FIGURE)
    figures = (Figure(row, period, Unit(unit), *counts) for row, unit, period, *counts in columns)
    return hidden_among(rows, figures) & keys
