"""Figures that may count people: which counts each states or gives away, and which of these are small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ..values import Unit

SMALLEST_SHOWN = 5
"""A count below this is hidden."""

Key = tuple[int, str]
"""A figure: its row and its period."""

Part = tuple[Key, str]
"""A count of a figure: `number`, `numerator`, `denominator` or `rest` (denominator − numerator)."""

Counts = Mapping[Key, Mapping[str, Decimal]]
"""Counts of each figure, by name."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, in table order. A `derived` row is worked out from others, or from nobody says which.

    `adds_up`: its numerators and denominators are the sums of those of the rows that it is worked out from.
    """

    id: int
    parent: int | None = None
    derived: bool = False
    worked_out_from: tuple[int, ...] = ()
    adds_up: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """What is recorded for a row and a period, as far as it may count people."""

    row: int
    period: str
    unit: Unit
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def key(self) -> Key:
        return self.row, self.period


def counts_of(figure: Figure, *, derived: bool = False) -> dict[str, Decimal]:
    """Counts of people that the figure states or gives away.

    A percentage gives away its numerator if its denominator is known. A whole number is a count, unless it is known
    what it is out of (then it is a rate) or it is derived (then it is a difference or a ratio).
    """
    whole, part = figure.denominator, figure.numerator
    if whole is None:
        value = figure.value
        if derived or figure.unit != Unit.NUMBER or value is None or value < 0 or value % 1:
            return {}
        return {"number": value}
    if part is None and figure.unit == Unit.PERCENT and figure.value is not None:
        part = (figure.value * whole / 100).quantize(Decimal(1), ROUND_HALF_UP)
    counts = {"denominator": whole}
    if part is not None:
        counts["numerator"] = part
        if part <= whole:
            counts["rest"] = whole - part
    return counts


def is_small(count: Decimal) -> bool:
    return 0 <= count < SMALLEST_SHOWN


def has_small_count(figure: Figure, *, derived: bool) -> bool:
    return any(map(is_small, counts_of(figure, derived=derived).values()))


def may_be_small(value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None) -> bool:
    """Whether a figure may have a small count. Quick, for many: if none may, nothing is hidden."""
    if denominator is None:
        return value is not None and value < SMALLEST_SHOWN
    return numerator is None or numerator < SMALLEST_SHOWN or denominator - numerator < SMALLEST_SHOWN
