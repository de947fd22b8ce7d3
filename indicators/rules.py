"""Rules for indicators: what a cell of the table holds, which target a reading is compared with, and its RAG.

In words, with the truth tables that the tests run: docs/rules/indicator-rag.md and
docs/rules/confidence-and-indicator.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from core.periods import Quarter, words_for_date
from core.rag import Rag, Verdict
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
    """Direction that is good. Until it is set, nothing is rated. `NEITHER` is a decision that neither way is good."""

    HIGH = "high"
    LOW = "low"
    NEITHER = "neither"

    @property
    def word(self) -> str:
        return "Neither" if self == Polarity.NEITHER else f"{self.value.capitalize()}er is better"


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


def decimals_of(value: Decimal) -> int:
    """Number of decimals that the value needs: 1 for 82.50."""
    return len(_figure(value).partition(".")[2])


def _figure(value: Decimal, decimals: int = 0) -> str:
    """Number with a comma between thousands, without an exponent. Zeros at its end are left out after `decimals`."""
    whole, _, fraction = f"{value:,f}".partition(".")
    fraction = fraction.rstrip("0").ljust(decimals, "0")
    return f"{whole}.{fraction}" if fraction else whole


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


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """Target for the end of a period. `value` is None until it is set. `tolerance` is in the same unit.

    `borrowed_from` names the benchmark that it was taken from, if any.
    """

    period: str
    ends_on: date
    value: Decimal | None = None
    tolerance: Decimal | None = None
    label: str = ""
    sample: bool = False
    id: UUID | None = None
    borrowed_from: str = ""


def last_day_counted(as_at: date, quarter: Quarter | None = None) -> date:
    """Last day on which a period may end for its reading to count. Without a quarter, this is `as_at`."""
    return min(as_at, quarter.ends_on) if quarter else as_at


def target_ahead(day: date, targets: Iterable[TargetFacts]) -> TargetFacts | None:
    """Earliest target for that day or later, or the last one if all have passed."""
    in_time = sorted(targets, key=lambda target: target.ends_on)
    return next((target for target in in_time if target.ends_on >= day), in_time[-1] if in_time else None)


def target_for(reading: ReadingFacts, targets: Iterable[TargetFacts]) -> TargetFacts | None:
    """Target for the reading's own period, or else the next one after it, or else the last one."""
    known = list(targets)
    own = next((target for target in known if target.period == reading.period), None)
    return own or target_ahead(reading.ends_on, known)


def indicator_rag(
    reading: ReadingFacts | None,
    targets: Iterable[TargetFacts],
    *,
    polarity: Polarity | None,
    unit: Unit,
    holds_figures: bool = True,
    decimals: int | None = None,
) -> Verdict:
    """Compare a reading with its target: green meets it, amber misses it within the tolerance, red by more.

    `targets` are all of the indicator's. The target for the reading is chosen here, so that every page compares with
    the same one. Headings and qualitative rows hold no figures. `decimals` are those that the reason shows; the
    comparison is exact.
    """
    if not holds_figures:
        return Verdict(Rag.NOT_RATED, "This row holds no figures.")
    if polarity is None:
        return Verdict(Rag.NOT_RATED, "Direction not set.")
    if polarity == Polarity.NEITHER:
        return Verdict(Rag.NOT_RATED, "Neither higher nor lower is better, so this is not rated.")
    if reading is None or reading.value is None:
        return Verdict(Rag.NOT_RATED, f"{_why_no_figure(reading, unit)}.")
    target = target_for(reading, targets)
    if target is None:
        return Verdict(Rag.NOT_RATED, "No target set.")
    if target.value is None:
        return Verdict(Rag.NOT_RATED, f"No target set for {words_for_date(target.ends_on)}.")
    miss = target.value - reading.value if polarity == Polarity.HIGH else reading.value - target.value
    side = "below" if polarity == Polarity.HIGH else "above"
    words = _comparison(reading, target, miss, side, unit, _telling(decimals, reading.value, target.value))
    return Verdict(_rag(miss, target.tolerance), words)


def _telling(decimals: int | None, value: Decimal, target: Decimal) -> int | None:
    """The decimals, or None for all of them where rounding would make two different figures the same."""
    if decimals is None or value == target:
        return decimals
    step = Decimal(1).scaleb(-decimals)
    same = value.quantize(step, ROUND_HALF_UP) == target.quantize(step, ROUND_HALF_UP)
    return None if same else decimals


def _rag(miss: Decimal, tolerance: Decimal | None) -> Rag:
    if miss <= 0:
        return Rag.GREEN
    return Rag.AMBER if tolerance is not None and miss <= tolerance else Rag.RED


def _why_no_figure(reading: ReadingFacts | None, unit: Unit) -> str:
    if reading is None:
        return cell_words(Cell(), unit)
    return "The reading is in words" if reading.missing_code is None else cell_words(reading.cell, unit)


def _comparison(
    reading: ReadingFacts, target: TargetFacts, miss: Decimal, side: str, unit: Unit, decimals: int | None
) -> str:
    """Sentence such as "78% is so far 2 percentage points below the target of 80% for 31 March 2017."."""
    assert reading.value is not None and target.value is not None
    actual = shown_words(reading.value, unit, decimals) + (" (provisional)" if reading.provisional else "")
    aim = f"{shown_words(target.value, unit, decimals)} for {words_for_date(target.ends_on)}"
    has_passed = target.ends_on < reading.ends_on
    goal = f"the last target set, {aim}" if has_passed else f"the target of {aim}"
    is_ahead = target.ends_on > reading.ends_on
    if miss <= 0:
        return f"{actual} {'already ' if is_ahead else ''}meets {goal}."
    sentence = (
        f"{actual} is {'so far ' if is_ahead else ''}{difference_words(miss, unit, decimals)} {side} {goal}"
    )
    if not target.tolerance:
        return f"{sentence}."
    reach = "within" if miss <= target.tolerance else "beyond"
    return f"{sentence}, {reach} the tolerance of {difference_words(target.tolerance, unit)}."


def difference_words(difference: Decimal, unit: Unit, decimals: int | None = None) -> str:
    """Difference with its unit. Percentages differ by percentage points."""
    return shown_words(difference, Unit.PERCENTAGE_POINTS if unit == Unit.PERCENT else unit, decimals)
