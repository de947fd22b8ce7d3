"""Compare an area's figure with those of others: lowest, median, highest, the pooled figure and the place among them.

Pure. Percentages are never added or averaged: the pooled one is the sum of the numerators out of the sum of the
denominators. The median of an even number of figures lies halfway between the two in the middle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .values import Polarity, Unit, decimals_of

ONE_DECIMAL = Decimal("0.1")
ENDINGS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured in one area, with its parts where they are known. `value` is None where it is missing."""

    name: str
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """Lowest, middle and highest of several figures, and how many there are."""

    lowest: Decimal
    median: Decimal
    highest: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Pooled:
    """The figure of several areas taken together."""

    value: Decimal
    numerator: Decimal
    denominator: Decimal


@dataclass(frozen=True, slots=True)
class Rank:
    """Place among several, 1 for the best, or for the highest where no direction is better."""

    place: int
    of: int
    joint: bool
    is_judged: bool

    @property
    def words(self) -> str:
        """ "3rd of 11", "Joint 3rd of 11", "3rd highest of 11"."""
        place = ordinal(self.place)
        if not self.is_judged:
            place = "highest" if self.place == 1 else f"{place} highest"
        words = f"{'joint ' if self.joint else ''}{place} of {self.of}"
        return words[0].upper() + words[1:]


def spread_of(areas: Iterable[Measured]) -> Spread | None:
    """Spread of the figures that there are, None without any."""
    values = sorted(area.value for area in areas if area.value is not None)
    if not values:
        return None
    return Spread(values[0], _median(values), values[-1], len(values))


def _median(values: Sequence[Decimal]) -> Decimal:
    """The middle one of the ordered values. Halfway between two, it has as many decimals as they have, at least one."""
    middle = len(values) // 2
    if len(values) % 2:
        return values[middle]
    decimals = max(1, *(decimals_of(value) for value in values))
    halfway = (values[middle - 1] + values[middle]) / 2
    return halfway.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def pooled_of(areas: Sequence[Measured], unit: Unit) -> Pooled | None:
    """The areas' percentage taken together, to one decimal.

    None unless it is a percentage, and every area with a figure has its numerator and denominator: a part of them
    would not stand for all.
    """
    known = [area for area in areas if area.value is not None]
    if unit != Unit.PERCENT or len(known) < 2:
        return None
    numerator, denominator = Decimal(0), Decimal(0)
    for area in known:
        if area.numerator is None or area.denominator is None:
            return None
        numerator += area.numerator
        denominator += area.denominator
    if denominator <= 0:
        return None
    value = (numerator * 100 / denominator).quantize(ONE_DECIMAL, ROUND_HALF_UP)
    return Pooled(value, numerator, denominator)


def rank_of(own: Decimal | None, others: Iterable[Measured], polarity: Polarity | None) -> Rank | None:
    """Place of the own figure among the others and itself. None without it, or without any other."""
    values = [area.value for area in others if area.value is not None]
    if own is None or not values:
        return None
    judged = polarity is not None and polarity.judges
    order = polarity if polarity and judged else Polarity.HIGH
    behind = [order.shortfall(own, value) for value in values]
    better = sum(each > 0 for each in behind)
    return Rank(better + 1, len(values) + 1, 0 in behind, judged)


def ordinal(number: int) -> str:
    """ "1st", "2nd", "11th"."""
    if 10 < number % 100 < 14:
        return f"{number}th"
    return f"{number}{ENDINGS.get(number % 10, 'th')}"


UNITS = {
    Unit.PERCENT: ("%",),
    Unit.PERCENTAGE_POINTS: ("pp", None),
    Unit.MONEY: ("£", "£m", None),
    Unit.NUMBER: ("", "numberstring", None),
    Unit.DAYS: ("", "numberstring", None),
}
"""Units of a file's columns that fit an indicator's unit. None: neither the metadata nor the name say one."""


def fits(unit: str | None, indicator_unit: Unit) -> bool:
    """Whether figures in a file's unit may be compared with an indicator's."""
    return unit in UNITS.get(indicator_unit, ())
