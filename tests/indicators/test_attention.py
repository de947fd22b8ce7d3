"""Which rows of the indicator tables need attention."""

from decimal import Decimal

import pytest

from core.periods import Period
from indicators.rules import MissingCode, ReadingFacts
from indicators.rules.attention import needs_attention
from tests.truth_tables import day, day_or_none, parts, rag, read_aloud, truth_table


def reading(text):
    if text == "none":
        return None
    period, _, value = text.partition(" ")
    facts = {"value": Decimal(value)} if value[0].isdigit() else {"missing_code": MissingCode(value)}
    return ReadingFacts(period, Period.parse(period).ends_on, **facts)


@pytest.mark.parametrize("row", truth_table("indicator-list", "What needs attention"), ids=read_aloud)
def test_what_needs_attention(row):
    found = needs_attention(
        reading(row["Latest"]),
        rag=rag(row["Indicator RAG"]),
        confidence_rag=rag(row["Confidence RAG"]),
        is_heading=False,
        ended_on=day_or_none(row["Ended"]),
        today=day(row["Today"]),
    )
    assert sorted(each.word for each in found) == sorted(parts(row["Needs"]))


def test_a_heading_needs_none():
    facts = {"rag": rag("Not rated"), "confidence_rag": rag("Red"), "ended_on": None}
    assert not needs_attention(None, is_heading=True, today=day("8 July 2016"), **facts)


def test_a_census_on_the_last_of_february_is_expected_on_a_day_that_exists():
    facts = {"rag": rag("Green"), "confidence_rag": rag("Not rated"), "ended_on": None, "is_heading": False}
    assert not needs_attention(reading("2016-02-29 80"), today=day("30 August 2017"), **facts)
    assert needs_attention(reading("2016-02-29 80"), today=day("31 August 2017"), **facts)
