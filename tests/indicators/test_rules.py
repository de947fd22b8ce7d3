from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rag import Rag
from indicators.rules import Cell, MissingCode, Polarity, Unit, cell_words, gap, indicator_rag
from tests.truth_tables import rag, read_aloud, truth_table


def number(text):
    return Decimal(text) if text and text != "none" else None


def cell(row):
    code = MissingCode(row["Code"]) if row["Code"] else None
    return Cell(value=number(row["Value"]), missing_code=code, expected=row.get("Expected", "yes") == "yes")


@pytest.mark.parametrize("row", truth_table("confidence-and-indicator", "The four kinds"), ids=read_aloud)
def test_the_four_kinds(row):
    assert cell(row).kind.word == row["Kind"]
    assert cell_words(cell(row), Unit(row["Unit"])) == row["Reads"]


@pytest.mark.parametrize(
    "row", truth_table("confidence-and-indicator", "Actual against target"), ids=read_aloud
)
def test_actual_against_target(row):
    verdict = indicator_rag(
        cell(row),
        target=number(row["Target"]),
        polarity=Polarity(row["Polarity"]) if row["Polarity"] else None,
        tolerance=number(row["Tolerance"]),
        unit=Unit.PERCENT,
    )
    assert (verdict.rag, verdict.reason) == (rag(row["Indicator RAG"]), row["Reason"])


@pytest.mark.parametrize(
    "row", truth_table("confidence-and-indicator", "The gap to a comparator"), ids=read_aloud
)
def test_the_gap_to_a_comparator(row):
    assert gap(number(row["Group"]), number(row["Comparator"])) == number(row["Gap"])


def test_a_value_beside_a_missing_code_is_refused():
    with pytest.raises(ValueError, match="a value or a missing code, not both"):
        Cell(value=Decimal(3), missing_code=MissingCode.SUPPRESSED)


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_reads(unit):
    assert "12" in cell_words(Cell(value=Decimal("12.0000")), unit)


figures = st.decimals(-1000, 1000, places=2)


@given(figures, figures, st.decimals(0, 100, places=2))
def test_high_and_low_mirror_each_other(value, target, tolerance):
    high, low = (
        indicator_rag(
            Cell(value=sign * value),
            target=sign * target,
            polarity=polarity,
            tolerance=tolerance,
            unit=Unit.NUMBER,
        ).rag
        for sign, polarity in ((1, Polarity.HIGH), (-1, Polarity.LOW))
    )
    assert high == low


@given(figures, figures)
def test_without_a_tolerance_nothing_is_amber(value, target):
    verdict = indicator_rag(
        Cell(value=value), target=target, polarity=Polarity.HIGH, tolerance=None, unit=Unit.DAYS
    )
    assert verdict.rag == (Rag.GREEN if value >= target else Rag.RED)
