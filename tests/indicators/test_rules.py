from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period
from core.rag import Rag
from indicators.rules import (
    Cell,
    MissingCode,
    Polarity,
    ReadingFacts,
    TargetFacts,
    Unit,
    cell_words,
    decimals_of,
    indicator_rag,
    target_ahead,
    target_for,
    value_words,
)
from tests.truth_tables import day, parts, rag, read_aloud, truth_table

YEAR_END = date(2016, 3, 31)


def number(text):
    return Decimal(text) if text and text != "none" else None


def cell(row):
    code = MissingCode(row["Code"]) if row["Code"] else None
    return Cell(value=number(row["Value"]), missing_code=code, expected=row.get("Expected", "yes") == "yes")


@pytest.mark.parametrize("row", truth_table("confidence-and-indicator", "The four kinds"), ids=read_aloud)
def test_the_four_kinds(row):
    assert cell(row).kind.word == row["Kind"]
    assert cell_words(cell(row), Unit(row["Unit"])) == row["Reads"]


def reading(text):
    """Parse "FY2015-16 80 provisional": a period, a figure or nothing, and whether it is provisional."""
    period, *figure = text.split()
    value = number(figure[0]) if figure else None
    return ReadingFacts(
        period, Period.parse(period).ends_on, value=value, provisional=figure[1:] == ["provisional"]
    )


def targets(text, tolerance=None):
    """Parse "2016-03-31 80; 2017-03-31 90": periods with their values, which may be missing."""
    found = (each.split() for each in parts(text, ";"))
    return [
        TargetFacts(period, Period.parse(period).ends_on, number(value[0]) if value else None, tolerance)
        for period, *value in found
    ]


def period_of(found):
    return found.period if found else "none"


@pytest.mark.parametrize("row", truth_table("indicator-rag", "The target of a reading"), ids=read_aloud)
def test_the_target_of_a_reading(row):
    assert period_of(target_for(reading(row["Reading"]), targets(row["Targets"]))) == row["Compared with"]


@pytest.mark.parametrize("row", truth_table("indicator-rag", "The target ahead"), ids=read_aloud)
def test_the_target_ahead(row):
    assert period_of(target_ahead(day(row["Day"]), targets(row["Targets"]))) == row["Ahead"]


@pytest.mark.parametrize("row", truth_table("indicator-rag", "Actual against target"), ids=read_aloud)
def test_actual_against_target(row):
    measured = None
    if row["Value"] or row["Code"]:
        words = row["Code"] == "words"
        code = MissingCode(row["Code"]) if row["Code"] and not words else None
        measured = ReadingFacts(
            "FY2015-16", YEAR_END, number(row["Value"]), code, text="Better than before" if words else ""
        )
    verdict = indicator_rag(
        measured,
        [TargetFacts("2016-03-31", YEAR_END, number(row["Target"]), number(row["Tolerance"]))],
        polarity=Polarity(row["Polarity"]) if row["Polarity"] else None,
        unit=Unit.PERCENT,
    )
    assert (verdict.rag, verdict.reason) == (rag(row["Indicator RAG"]), row["Reason"])


@pytest.mark.parametrize(
    "row", truth_table("indicator-rag", "Before and after the target's day"), ids=read_aloud
)
def test_before_and_after_the_targets_day(row):
    verdict = indicator_rag(
        reading(row["Reading"]),
        targets(row["Targets"], tolerance=Decimal(5)),
        polarity=Polarity.HIGH,
        unit=Unit.PERCENT,
    )
    assert (verdict.rag, verdict.reason) == (rag(row["Indicator RAG"]), row["Reason"])


def test_a_gap_below_its_target():
    verdict = indicator_rag(
        reading("AY2014-15 -42.5"),
        targets("2016-03-31 -30"),
        polarity=Polarity.HIGH,
        unit=Unit.PERCENTAGE_POINTS,
    )
    assert verdict.rag == Rag.RED
    assert verdict.reason == (
        "-42.5 percentage points is so far 12.5 percentage points below the target of -30 percentage points "
        "for 31 March 2016."
    )


def test_a_row_without_figures_is_not_rated():
    verdict = indicator_rag(None, [], polarity=Polarity.HIGH, unit=Unit.PERCENT, holds_figures=False)
    assert (verdict.rag, verdict.reason) == (Rag.NOT_RATED, "This row holds no figures.")


def test_a_value_beside_a_missing_code_is_refused():
    with pytest.raises(ValueError, match="a value or a missing code, not both"):
        Cell(value=Decimal(3), missing_code=MissingCode.SUPPRESSED)


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_reads(unit):
    assert "12" in cell_words(Cell(value=Decimal("12.0000")), unit)


figures = st.decimals(-1000, 1000, places=2)


def against(value, target, tolerance, polarity, unit):
    return indicator_rag(
        ReadingFacts("FY2015-16", YEAR_END, value),
        [TargetFacts("2016-03-31", YEAR_END, target, tolerance)],
        polarity=polarity,
        unit=unit,
    )


@given(figures, figures, st.decimals(0, 100, places=2))
def test_high_and_low_mirror_each_other(value, target, tolerance):
    high, low = (
        against(sign * value, sign * target, tolerance, polarity, Unit.NUMBER).rag
        for sign, polarity in ((1, Polarity.HIGH), (-1, Polarity.LOW))
    )
    assert high == low


@given(figures, figures)
def test_without_a_tolerance_nothing_is_amber(value, target):
    verdict = against(value, target, None, Polarity.HIGH, Unit.DAYS)
    assert verdict.rag == (Rag.GREEN if value >= target else Rag.RED)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "words"),
    [
        ("82.50", "percent", 0, "82.5%"),
        ("80", "percent", 1, "80.0%"),
        ("82.25", "percent", 1, "82.25%"),
        ("-4", "percentage_points", 1, "-4.0 percentage points"),
        ("1234", "number", 2, "1,234.00"),
        ("1200", "money", 0, "£1,200"),
        ("1200", "money", 1, "£1,200.00"),
        ("1200.5", "money", 0, "£1,200.50"),
    ],
)
def test_a_figure_may_keep_zeros_to_line_up(value, unit, decimals, words):
    assert value_words(Decimal(value), Unit(unit), decimals) == words


@pytest.mark.parametrize(("value", "decimals"), [("82.50", 1), ("80.0000", 0), ("1E+3", 0), ("0.25", 2)])
def test_decimals_that_a_value_needs(value, decimals):
    assert decimals_of(Decimal(value)) == decimals
