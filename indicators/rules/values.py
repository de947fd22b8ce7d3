"""What a value of an indicator is, and how it reads: units, codes for missing figures, cells of a table, readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from uuid import UUID

from core.words import WordedEnum


class Unit(WordedEnum):
    """Unit of a reading."""

    PERCENT = "percent"
    NUMBER = "number"
    PERCENTAGE_POINTS = "percentage_points"
    DAYS = "days"
    MONEY = "money"
    TEXT = "text"

    @property
    def word(self) -> str:
        return "Pounds" if self == Unit.MONEY else super().word


class Polarity(WordedEnum):
    """Direction that is good. Until it is set, nothing is rated. `NEITHER` is a decision that neither way is good.

    `ZERO` is for a gap that should close, whichever group is ahead.
    """

    HIGH = "high"
    LOW = "low"
    ZERO = "zero"
    NEITHER = "neither"

    @property
    def word(self) -> str:
        return POLARITY_WORDS[self]

    @property
    def judges(self) -> bool:
        """Whether one figure can be better than another."""
        return self != Polarity.NEITHER

    def shortfall(self, value: Decimal, aim: Decimal) -> Decimal:
        """By how much a value is worse than an aim, in their unit. Below zero if it is better.

        Raises ValueError where neither way is good.
        """
        match self:
            case Polarity.HIGH:
                return aim - value
            case Polarity.LOW:
                return value - aim
            case Polarity.ZERO:
                return abs(value) - abs(aim)
            case _:
                raise ValueError("Neither way is good, so no figure is worse than another")


POLARITY_WORDS = {
    Polarity.HIGH: "Higher is better",
    Polarity.LOW: "Lower is better",
    Polarity.ZERO: "Closer to zero is better",
    Polarity.NEITHER: "Neither",
}


class MissingCode(WordedEnum):
    """Reason for a missing figure, in the codes of the Department for Education's published statistics."""

    NOT_APPLICABLE = "z"
    NOT_AVAILABLE = "x"
    SUPPRESSED = "c"
    LOW = "low"
    UNRELIABLE = "u"

    @property
    def word(self) -> str:
        """The reason in words: "Suppressed, to protect people who could be recognised"."""
        return MISSING_WORDS[self]


MISSING_WORDS = {
    MissingCode.NOT_APPLICABLE: "Not applicable",
    MissingCode.NOT_AVAILABLE: "Not available",
    MissingCode.SUPPRESSED: "Suppressed, to protect people who could be recognised",
    MissingCode.LOW: "Rounds to zero, but is not zero",
    MissingCode.UNRELIABLE: "Too unreliable to show",
}


class CellKind(WordedEnum):
    """Kind of value in a cell of the indicator table."""

    NUMBER = "number"
    MISSING = "missing"
    NO_DATA_YET = "no_data_yet"
    NOT_EXPECTED = "not_expected"


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator in one period. `expected` is False where the plan asks for no figure for that period."""

    value: Decimal | None = None
    missing_code: MissingCode | None = None
    expected: bool = True

    def __post_init__(self) -> None:
        if self.value is not None and self.missing_code is not None:
            raise ValueError("A reading has a value or a missing code, not both.")

    @property
    def kind(self) -> CellKind:
        """Kind of the value. A figure counts even where none was expected."""
        if self.value is not None:
            return CellKind.NUMBER
        if self.missing_code is not None:
            return CellKind.MISSING
        return CellKind.NO_DATA_YET if self.expected else CellKind.NOT_EXPECTED


def cell_words(cell: Cell, unit: Unit, decimals: int | None = None) -> str:
    """Text of the cell: the figure with its unit, or why there is none. `decimals` as for `shown_words`."""
    if cell.value is not None:
        return shown_words(cell.value, unit, decimals)
    if cell.missing_code is not None:
        return cell.missing_code.word
    return "No data yet" if cell.expected else "Not expected this quarter"


@lru_cache(maxsize=20_000)
def value_words(value: Decimal, unit: Unit, decimals: int = 0) -> str:
    """Figure with its unit: "82.5%", "-4 percentage points", "£1,200", "12 days", "1,234".

    A column of figures gives the `decimals` that its longest one needs (`decimals_of`), so that they line up: "80.0%".
    """
    figure = _figure(abs(value), decimals)
    one = figure == "1"
    words = {
        Unit.PERCENT: f"{figure}%",
        Unit.PERCENTAGE_POINTS: f"{figure} percentage point{'' if one else 's'}",
        Unit.DAYS: f"{figure} day{'' if one else 's'}",
        Unit.MONEY: f"£{figure}" if not decimals and decimals_of(value) == 0 else f"£{abs(value):,.2f}",
    }.get(unit, figure)
    return f"-{words}" if value < 0 else words


def shown_words(value: Decimal, unit: Unit, decimals: int | None, least: int = 0) -> str:
    """Figure of a row as pages show it: rounded to the row's `decimals`, or as typed where it states none.

    As typed, it has the zeros that `least` decimals need.
    """
    if decimals is None:
        return value_words(value, unit, least)
    return value_words(value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), unit, decimals)


@lru_cache(maxsize=20_000)
def decimals_of(value: Decimal) -> int:
    """Number of decimals that the value needs: 1 for 82.50."""
    return len(_figure(value).partition(".")[2])


def _figure(value: Decimal, decimals: int = 0) -> str:
    """Number with a comma between thousands, without an exponent. Zeros at its end are left out after `decimals`."""
    whole, _, fraction = f"{value:,f}".partition(".")
    fraction = fraction.rstrip("0").ljust(decimals, "0")
    return f"{whole}.{fraction}" if fraction else whole


def difference_words(difference: Decimal, unit: Unit, decimals: int | None = None) -> str:
    """Difference with its unit. Percentages differ by percentage points."""
    return shown_words(difference, Unit.PERCENTAGE_POINTS if unit == Unit.PERCENT else unit, decimals)


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """Reading of a period: a figure, with numerator and denominator where known, a missing code, or words."""

    period: str
    ends_on: date
    value: Decimal | None = None
    missing_code: MissingCode | None = None
    text: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    provisional: bool = False
    sample: bool = False
    id: UUID | None = None

    @property
    def cell(self) -> Cell:
        return Cell(self.value, self.missing_code)

    @property
    def parts(self) -> str:
        """Numerator and denominator, "33 of 40", or "" unless both are known."""
        if self.numerator is None or self.denominator is None:
            return ""
        return f"{value_words(self.numerator, Unit.NUMBER)} of {value_words(self.denominator, Unit.NUMBER)}"
