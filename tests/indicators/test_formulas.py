"""Derived values: what formulas give, which rows fit them, and how they may depend on each other."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period
from indicators.rules import MissingCode, ReadingFacts, Unit, value_words
from indicators.rules.formulas import (
    DEEPEST_CHAIN,
    Formula,
    NoUnit,
    Operand,
    depended_on_by,
    depth_of,
    goes_in_a_circle,
    unit_of,
    work_out,
)
from tests.truth_tables import parts, read_aloud, truth_table

YEAR = Period.parse("FY2015-16")
CODES = {code.value: code for code in MissingCode}


def reading(text):
    """Parse "82.5", "33 of 40", "c", "words" or "none"."""
    facts = {"period": YEAR.token, "ends_on": YEAR.ends_on}
    if text == "none":
        return None
    if text in CODES:
        return ReadingFacts(**facts, missing_code=CODES[text])
    if text == "words":
        return ReadingFacts(**facts, text="Better")
    numerator, _, denominator = text.partition(" of ")
    if not denominator:
        return ReadingFacts(**facts, value=Decimal(numerator))
    over, under = Decimal(numerator), Decimal(denominator)
    return ReadingFacts(**facts, value=round(over * 100 / under, 1), numerator=over, denominator=under)


def operands(text, unit):
    return [Operand(name, unit, reading(each)) for name, each in zip("ABC", parts(text, ";"), strict=False)]


@pytest.mark.parametrize("row", truth_table("derived", "What a formula gives"), ids=read_aloud)
def test_what_a_formula_gives(row):
    formula, rows = Formula(row["Formula"]), operands(row["Rows"], Unit(row["Unit"]))
    unit = unit_of(formula, rows)
    result = work_out(formula, unit, rows)
    words = value_words(result.value, unit) if result.value is not None else ""
    if result.numerator is not None:
        words += f" ({value_words(result.numerator, Unit.NUMBER)} of {value_words(result.denominator, Unit.NUMBER)})"
    assert (words, result.workings or result.why_not) == (row["Gives"], row["Workings, or why not"])
    assert bool(result.workings) != bool(result.why_not)


@pytest.mark.parametrize("row", truth_table("derived", "Units that fit"), ids=read_aloud)
def test_units_that_fit(row):
    rows = [Operand(name, Unit(unit)) for name, unit in zip("ABC", parts(row["Units"], ";"), strict=False)]
    said = row["Unit of the result, or why not"]
    if said in list(Unit):
        assert unit_of(Formula(row["Formula"]), rows) == said
    else:
        with pytest.raises(NoUnit, match=re.escape(said)):
            unit_of(Formula(row["Formula"]), rows)


def chain(text):
    """Parse "D from A B": the row and its operands, as numbers."""
    row, _, rest = text.partition(" from ")
    return ord(row), [ord(each) for each in rest.split()]


@pytest.mark.parametrize("row", truth_table("derived", "Chains of formulas"), ids=read_aloud)
def test_chains_of_formulas(row):
    there = dict(chain(each) for each in parts(row["There"], ";"))
    added, of = chain(row["Added"])
    if goes_in_a_circle(added, of, there):
        assert row["Allowed"] == "no, a circle"
        return
    chains = there | {added: of}
    longest = max(depth_of(each, chains) for each in chains)
    assert row["Allowed"] == f"{'yes' if longest <= DEEPEST_CHAIN else 'no'}, {longest} long"


def test_rows_are_worked_out_after_those_that_they_need():
    chains = {7: [1, 2], 5: [7, 1], 6: [5, 2], 9: [3, 4]}
    assert depended_on_by([1], chains) == [7, 5, 6]
    assert depended_on_by([2], chains) == [7, 5, 6]
    assert depended_on_by([7], chains) == [7, 5, 6]
    assert depended_on_by([4], chains) == [9]
    assert depended_on_by([8], chains) == []


counts = st.integers(1, 10**6)


@given(st.lists(st.tuples(counts, counts).map(sorted), min_size=2, max_size=8))
def test_a_pooled_percentage_lies_between_those_of_its_rows(pairs):
    rows = [Operand(str(at), Unit.PERCENT, reading(f"{n} of {d}")) for at, (n, d) in enumerate(pairs)]
    result = work_out(Formula.POOLED, Unit.PERCENT, rows)
    shares = [Decimal(n) * 100 / d for n, d in pairs]
    assert min(shares) - Decimal("0.05") <= result.value <= max(shares) + Decimal("0.05")
    assert (result.numerator, result.denominator) == (sum(n for n, _ in pairs), sum(d for _, d in pairs))


@given(st.decimals(-1000, 1000, places=4), st.decimals(-1000, 1000, places=4))
def test_a_difference_is_exact_and_turns_round(first, second):
    def rows(*values):
        return [
            Operand(name, Unit.NUMBER, reading(str(value))) for name, value in zip("AB", values, strict=True)
        ]

    one = work_out(Formula.DIFFERENCE, Unit.NUMBER, rows(first, second)).value
    other = work_out(Formula.DIFFERENCE, Unit.NUMBER, rows(second, first)).value
    assert one == first - second == -other
