"""How a derived value is worked out from other rows. Pure functions.

For the rule in words and the truth tables that the tests run, see docs/rules/derived.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.words import WordedEnum, list_words

from .values import ReadingFacts, Unit, decimals_of, value_words

DEEPEST_CHAIN = 3
"""A derived row may use derived rows, and these others, but no further."""
MOST_ROWS = 20
"""Rows that one formula pools at most."""
COUNTS = frozenset({Unit.NUMBER, Unit.DAYS, Unit.MONEY})
STEP = {Unit.PERCENT: Decimal("0.1"), Unit.MONEY: Decimal("0.01")}
SMALLEST_STEP = Decimal("0.0001")
TOO_LARGE = Decimal(10) ** 10
"""Readings are stored with ten digits before the point, and so are numerators here."""

Chains = Mapping[int, Sequence[int]]
"""Rows of each formula, by the id of the row that it is for."""


class Formula(WordedEnum):
    """How a derived row is worked out."""

    DIFFERENCE = "difference"
    RATIO = "ratio"
    SHARE = "share"
    POOLED = "pooled"

    @property
    def word(self) -> str:
        return FORMULA_WORDS[self]

    @property
    def takes_two(self) -> bool:
        """False for a formula of any number of rows."""
        return self != Formula.POOLED


FORMULA_WORDS = {
    Formula.DIFFERENCE: "A difference, such as a gap",
    Formula.RATIO: "A ratio, as a number",
    Formula.SHARE: "A ratio, as a percentage",
    Formula.POOLED: "A pooled percentage",
}


class NoUnit(ValueError):
    """The rows do not fit the formula. The message says why and what fits."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A row of a formula and its reading for the period, if it has one."""

    name: str
    unit: Unit
    reading: ReadingFacts | None = None


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What a formula gives for a period: a value with its workings, or else the reason why there is none."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    workings: str = ""
    why_not: str = ""


def unit_of(formula: Formula, rows: Sequence[Operand]) -> Unit:
    """Unit of what the formula gives. Raises NoUnit with a sentence if the rows do not fit it."""
    units = [row.unit for row in rows]
    if formula == Formula.POOLED:
        if odd := next((row for row in rows if row.unit != Unit.PERCENT), None):
            raise NoUnit(f"Only percentages are pooled. {odd.name} is in {_unit_word(odd.unit)}.")
        return Unit.PERCENT
    first, second = units
    if formula == Formula.RATIO and second == Unit.NUMBER and first in COUNTS:
        return first
    if first != second:
        raise NoUnit(
            f"Choose two rows in the same unit. {rows[0].name} is in {_unit_word(first)}, "
            f"{rows[1].name} in {_unit_word(second)}."
        )
    if formula == Formula.DIFFERENCE:
        return Unit.PERCENTAGE_POINTS if first == Unit.PERCENT else first
    if formula == Formula.RATIO:
        return Unit.NUMBER
    if first not in COUNTS:
        raise NoUnit("A percentage of a percentage misleads. Choose a ratio as a number, or a difference.")
    return Unit.PERCENT


def work_out(formula: Formula, unit: Unit, rows: Sequence[Operand]) -> WorkedOut:
    """What the formula gives for one period. `unit` is that of the result."""
    if missing := [words for row in rows if (words := _why_missing(row))]:
        return WorkedOut(why_not=list_words(missing))
    if formula == Formula.POOLED:
        return _pooled(rows)
    first, second = (_value(row) for row in rows)
    if formula == Formula.DIFFERENCE:
        return _checked(first - second, _difference_workings(rows, unit))
    if second == 0:
        return WorkedOut(why_not=f"{rows[1].name} is 0, and nothing can be divided by 0")
    if formula == Formula.RATIO:
        value = _rounded(first / second, unit)
        return _checked(value, f"{_words(rows[0])} ÷ {_words(rows[1])} = {value_words(value, unit)}")
    value = _rounded(first * 100 / second, Unit.PERCENT)
    workings = f"{_words(rows[0])} ÷ {_words(rows[1])} = {value_words(value, Unit.PERCENT)}"
    parts = (first, second) if _is_part(rows, first, second) else (None, None)
    return _checked(value, workings, *parts)


def _pooled(rows: Sequence[Operand]) -> WorkedOut:
    """Sum of the numerators over the sum of the denominators. Percentages are never summed or averaged."""
    if without := [row.name for row in rows if not row.reading or not row.reading.parts]:
        have = "has" if len(without) == 1 else "have"
        return WorkedOut(
            why_not=f"{list_words(without)} {have} no numerator and denominator, and percentages are not averaged"
        )
    numerators = [row.reading.numerator or Decimal() for row in rows if row.reading]
    denominators = [row.reading.denominator or Decimal() for row in rows if row.reading]
    over, under = sum(numerators, Decimal()), sum(denominators, Decimal())
    value = _rounded(over * 100 / under, Unit.PERCENT)
    sums = " ÷ ".join(f"({' + '.join(map(_plain, each))})" for each in (numerators, denominators))
    workings = f"{sums} = {_plain(over)} of {_plain(under)} = {value_words(value, Unit.PERCENT)}"
    return _checked(value, workings, over, under)


def _why_missing(row: Operand) -> str:
    if row.reading is None:
        return f"{row.name} has none"
    if row.reading.value is not None:
        return ""
    code = row.reading.missing_code
    return f"{row.name} is marked “{code.word}”" if code else f"{row.name} is in words"


def _checked(
    value: Decimal, workings: str, numerator: Decimal | None = None, denominator: Decimal | None = None
) -> WorkedOut:
    if max(abs(each) for each in (value, numerator, denominator) if each is not None) >= TOO_LARGE:
        return WorkedOut(why_not="the result is too large to be stored")
    return WorkedOut(value, numerator, denominator, workings)


def _is_part(rows: Sequence[Operand], first: Decimal, second: Decimal) -> bool:
    """Whether the first is a number out of the second, so that they are numerator and denominator."""
    are_numbers = all(row.unit == Unit.NUMBER for row in rows)
    return are_numbers and 0 <= first <= second and max(map(decimals_of, (first, second))) <= 2


def _difference_workings(rows: Sequence[Operand], unit: Unit) -> str:
    first, second = (_value(row) for row in rows)
    places = max(decimals_of(first), decimals_of(second))
    taken = value_words(second, rows[1].unit, places)
    taken = f"({taken})" if second < 0 else taken
    return (
        f"{value_words(first, rows[0].unit, places)} − {taken} = {value_words(first - second, unit, places)}"
    )


def _value(row: Operand) -> Decimal:
    assert row.reading is not None and row.reading.value is not None
    return row.reading.value


def _words(row: Operand) -> str:
    words = value_words(_value(row), row.unit)
    return f"({words})" if _value(row) < 0 else words


def _rounded(value: Decimal, unit: Unit) -> Decimal:
    return value.quantize(STEP.get(unit, SMALLEST_STEP), ROUND_HALF_UP) if abs(value) < TOO_LARGE else value


def _plain(number: Decimal) -> str:
    return value_words(number, Unit.NUMBER)


def _unit_word(unit: Unit) -> str:
    return unit.word.lower()


def goes_in_a_circle(row: int, operands: Sequence[int], chains: Chains) -> bool:
    """Whether a row with these operands would be worked out from itself."""
    seen: set[int] = set()
    ahead = list(operands)
    while ahead:
        each = ahead.pop()
        if each == row:
            return True
        if each not in seen:
            seen.add(each)
            ahead += chains.get(each, ())
    return False


def depth_of(row: int, chains: Chains) -> int:
    """0 for a row without a formula, 1 for one worked out from such rows, and so on. The chains have no circle."""
    return 1 + max(depth_of(each, chains) for each in chains[row]) if chains.get(row) else 0


def depended_on_by(rows: Sequence[int], chains: Chains) -> list[int]:
    """Rows that are worked out from these, near or far, each after those that it is worked out from."""
    found = set(rows)
    while more := {row for row, operands in chains.items() if row not in found and found & set(operands)}:
        found |= more
    return sorted(found & chains.keys(), key=lambda row: (depth_of(row, chains), row))
