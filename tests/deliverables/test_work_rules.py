"""Run the truth tables of docs/rules/my-work.md."""

import re
from datetime import date

import pytest

from core.periods import Quarter
from core.rag import Rag
from deliverables.rules import StatedRag
from deliverables.rules.work import is_up_to_date, left_words, no_change_refusal, work_group, work_order
from tests.truth_tables import day, day_or_none, parts, rag, read_aloud, truth_table

TODAY = date(2016, 7, 8)
QUARTER = Quarter.parse("2016-17-Q1")


@pytest.mark.parametrize("row", truth_table("my-work", "The group of a deliverable"), ids=read_aloud)
def test_where_a_deliverable_stands(row):
    group = work_group(
        leads={"lead": True, "are otherwise named": False}[row["They"]],
        schedule=rag(row["Schedule"]),
        next_due=day_or_none(row["Next due"]),
        is_silent=row["Said for the quarter"] == "nothing",
        today=TODAY,
    )
    assert (group.value if group else "none") == row["Group"]


@pytest.mark.parametrize("row", truth_table("my-work", "Up to date"), ids=read_aloud)
def test_up_to_date(row):
    done = is_up_to_date(
        is_silent=row["Said for the quarter"] == "nothing", disagrees=row["Disagrees"] == "yes"
    )
    assert done is (row["Up to date"] == "yes")


@pytest.mark.parametrize("row", truth_table("my-work", "Order in a group"), ids=read_aloud)
def test_order_in_a_group(row):
    found = [
        re.fullmatch(r"(A\d) (.+?)( disagrees)?", text).groups()
        for text in parts(row["In the plan's order"], ";")
    ]
    found.sort(key=lambda each: work_order(rag(each[1]), disagrees=bool(each[2])))
    assert [name for name, *_ in found] == parts(row["Shown as"])


@pytest.mark.parametrize("row", truth_table("my-work", "What is left, in words"), ids=read_aloud)
def test_what_is_left_in_words(row):
    words = left_words(
        int(row["Left"]),
        int(row["Of"]),
        quarter=QUARTER,
        cut_off=day(row["Cut-off"]),
        today=day(row["Today"]),
        closed=row["Closed"] == "yes",
    )
    assert words == row["Reads"]


def stated(row):
    if row["Stated for"] == "none":
        return StatedRag(Rag.NOT_RATED, None, None)
    since = Quarter.parse(row["Stated for"])
    return StatedRag(rag(row["Stated"]), since, QUARTER.quarters_since(since))


@pytest.mark.parametrize("row", truth_table("my-work", "When nothing has changed"), ids=read_aloud)
def test_when_nothing_has_changed(row):
    refusal = no_change_refusal(
        stated(row),
        forecast_on=day_or_none(row["Forecast"]),
        quarter=QUARTER,
        closed=row["Closed"] == "yes",
        today=day(row["Today"]),
    )
    assert refusal == row["Refused because"]
