"""Judgement on indicators: what a cell of the table holds, and whether a reading meets its target.

In words, with the truth tables that the tests run: docs/rules/confidence-and-indicator.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sendplan.rag import Rag, Verdict
from sendplan.words import WordedEnum


class Unit(WordedEnum):
    """What a reading is counted in."""

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
    """Which way is good. Without it nothing is rated; `NEITHER` is a decision that neither way is."""

    HIGH = "high"
    LOW = "low"
    NEITHER = "neither"

    @property
    def word(self) -> str:
        return "Neither" if self == Polarity.NEITHER else f"{self.value.capitalize()}er is better"


class MissingCode(WordedEnum):
    """Why a figure is missing, in the codes of the Department for Education's published statistics."""

    NOT_APPLICABLE = "z"
    NOT_AVAILABLE = "x"
    SUPPRESSED = "c"
    LOW = "low"
    UNRELIABLE = "u"

    @property
    def word(self) -> str:
        """ "Suppressed, to protect people who could be recognised"."""
        return MISSING_WORDS[self]


MISSING_WORDS = {
    MissingCode.NOT_APPLICABLE: "Not applicable",
    MissingCode.NOT_AVAILABLE: "Not available",
    MissingCode.SUPPRESSED: "Suppressed, to protect people who could be recognised",
    MissingCode.LOW: "Rounds to zero, but is not zero",
    MissingCode.UNRELIABLE: "Too unreliable to show",
}


class CellKind(WordedEnum):
    """The four kinds of value that a cell of the indicator table can hold."""

    NUMBER = "number"
    MISSING = "missing"
    NO_DATA_YET = "no_data_yet"
    NOT_EXPECTED = "not_expected"


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator in one period. `expected` is False where the plan asks for no figure then."""

    value: Decimal | None = None
    missing_code: MissingCode | None = None
    expected: bool = True

    def __post_init__(self) -> None:
        if self.value is not None and self.missing_code is not None:
            raise ValueError("A reading has a value or a missing code, not both.")

    @property
    def kind(self) -> CellKind:
        """A figure that arrived counts, even where none was expected."""
        if self.value is not None:
            return CellKind.NUMBER
        if self.missing_code is not None:
            return CellKind.MISSING
        return CellKind.NO_DATA_YET if self.expected else CellKind.NOT_EXPECTED


def cell_words(cell: Cell, unit: Unit) -> str:
    """What stands in the table: the figure with its unit, or why there is none."""
    if cell.value is not None:
        return value_words(cell.value, unit)
    if cell.missing_code is not None:
        return cell.missing_code.word
    return "No data yet" if cell.expected else "Not expected this quarter"


def value_words(value: Decimal, unit: Unit) -> str:
    """ "82.5%", "-4 percentage points", "£1,200", "12 days", "1,234"."""
    figure = _figure(abs(value))
    one = figure == "1"
    words = {
        Unit.PERCENT: f"{figure}%",
        Unit.PERCENTAGE_POINTS: f"{figure} percentage point{'' if one else 's'}",
        Unit.DAYS: f"{figure} day{'' if one else 's'}",
        Unit.MONEY: f"£{figure}" if value == value.to_integral_value() else f"£{abs(value):,.2f}",
    }.get(unit, figure)
    return f"-{words}" if value < 0 else words


def _figure(value: Decimal) -> str:
    """Thousands separated, no exponent, no zeros at the end of a fraction."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def indicator_rag(
    cell: Cell,
    *,
    target: Decimal | None,
    polarity: Polarity | None,
    tolerance: Decimal | None,
    unit: Unit,
) -> Verdict:
    """An actual against its target: green meets it, amber misses it within the tolerance, red by more.

    `tolerance` is in the unit of the reading (percentage points for a percentage); None means no amber band.
    """
    if polarity is None:
        return Verdict(Rag.NOT_RATED, "Direction not set.")
    if polarity == Polarity.NEITHER:
        return Verdict(Rag.NOT_RATED, "Neither higher nor lower is better, so this is not rated.")
    if cell.value is None:
        return Verdict(Rag.NOT_RATED, f"{cell_words(cell, unit)}.")
    if target is None:
        return Verdict(Rag.NOT_RATED, "No target set.")
    miss = target - cell.value if polarity == Polarity.HIGH else cell.value - target
    actual, aim = value_words(cell.value, unit), value_words(target, unit)
    if miss <= 0:
        return Verdict(Rag.GREEN, f"{actual} meets the target of {aim}.")
    side = "below" if polarity == Polarity.HIGH else "above"
    sentence = f"{actual} is {_difference_words(miss, unit)} {side} the target of {aim}"
    if tolerance is None:
        return Verdict(Rag.RED, f"{sentence}.")
    allowed = _difference_words(tolerance, unit)
    if miss <= tolerance:
        return Verdict(Rag.AMBER, f"{sentence}, within the tolerance of {allowed}.")
    beyond = f", beyond the tolerance of {allowed}" if tolerance else ""
    return Verdict(Rag.RED, f"{sentence}{beyond}.")


def gap(value: Decimal | None, comparator: Decimal | None) -> Decimal | None:
    """How far a group is from its comparator, in percentage points; negative when the group is lower.

    Both are percentages. None unless both figures are there: a gap is never guessed.
    """
    if value is None or comparator is None:
        return None
    return value - comparator


def _difference_words(difference: Decimal, unit: Unit) -> str:
    """Percentages differ by percentage points."""
    return value_words(difference, Unit.PERCENTAGE_POINTS if unit == Unit.PERCENT else unit)
