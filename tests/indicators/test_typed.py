"""What a person types for a figure. The cases are in docs/rules/typed-figures.md."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from indicators.rules import MissingCode, Unit
from indicators.rules.typed import NotUnderstood, Typed, read_typed, typed_words, why_doubted
from tests.truth_tables import read_aloud, truth_table


@pytest.mark.parametrize("row", truth_table("typed-figures", "A typed figure"), ids=read_aloud)
def test_read(row):
    assert read(row["Typed"], row["Unit"], row["Row in words"] == "yes") == row["Read as"]


@pytest.mark.parametrize("row", truth_table("typed-figures", "A figure that is asked about"), ids=read_aloud)
def test_asked_about(row):
    assert (why_doubted(Decimal(row["Figure"]), Unit(row["Unit"])) or "no") == row["Asks"]


def read(cell, unit, in_words):
    try:
        typed = read_typed(cell, unit=Unit(unit), in_words=in_words)
    except NotUnderstood as problem:
        assert str(problem)
        return "error"
    if typed.is_empty:
        return "nothing"
    if typed.not_expected:
        return "not expected"
    if typed.missing_code:
        return f"code {typed.missing_code}"
    if typed.text:
        assert typed.text == cell
        return "words"
    provisional = " provisional" if typed.provisional else ""
    if typed.denominator is not None:
        return f"{typed.numerator} of {typed.denominator}{provisional}"
    return f"{format(typed.value.normalize(), 'f')}{provisional}"


@pytest.mark.parametrize(
    "cell", ["many", "12..4", "NaN", "Infinity", "1e99", "1.23456", "1/2/3", "/", "12345678901"]
)
def test_what_cannot_be_read_says_what_to_type(cell):
    with pytest.raises(NotUnderstood, match=r"Enter a number|is not a number such as 45\.1"):
        read_typed(cell, unit=Unit.PERCENT, in_words=False)


figures = some.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False)


@given(
    some.one_of(
        some.builds(Typed, value=figures, provisional=some.booleans()),
        some.builds(Typed, missing_code=some.sampled_from(MissingCode)),
        some.just(Typed(not_expected=True)),
        some.just(Typed()),
    )
)
def test_a_cell_as_shown_is_read_as_the_same(typed):
    again = read_typed(typed_words(typed), unit=Unit.NUMBER, in_words=False)
    assert again == typed


def test_thousands_and_a_minus_sign_are_read_as_numbers():
    assert read_typed("−1,250.5", unit=Unit.MONEY, in_words=False).value == Decimal("-1250.5")
