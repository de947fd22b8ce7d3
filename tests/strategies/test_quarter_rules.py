import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Quarter, quarters_between
from strategies.quarter_rules import (
    QuarterFacts,
    default_cut_off,
    first_to_answer_for,
    is_late,
    is_to_be_closed,
    judgement_day,
    last_day_in_view,
    latest_cut_off,
    papers_too_early,
    quarter_for_updates,
    quarter_heard,
    quarter_in_view,
    quarter_state,
    quarters_due,
)
from tests.truth_tables import day, parts, read_aloud, truth_table

Q1 = Quarter(2016, 1)


def a_quarter_or_none(label):
    return None if label == "none" else Quarter.parse(label)


def facts(text, *, is_closed):
    """ "2016-17-Q1", or "2016-17-Q1 until 5 August 2016" with a cut-off of its own."""
    label, _, until = text.partition(" until ")
    quarter = Quarter.parse(label)
    return QuarterFacts(quarter, day(until) if until else default_cut_off(quarter), is_closed)


def quarters_in(text):
    """ "2016-17-Q1, 2016-17-Q3 to 2017-18-Q4", or "none"."""
    spans = [re.split(" to ", part) for part in parts(text) if part != "none"]
    return [
        quarter
        for span in spans
        for quarter in quarters_between(Quarter.parse(span[0]), Quarter.parse(span[-1]))
    ]


@pytest.mark.parametrize("row", truth_table("clock-and-quarter", "Late or in time"), ids=read_aloud)
def test_late_or_in_time(row):
    assert is_late(day(row["Recorded on"]), day(row["Cut-off"])) is (row["Late"] == "yes")


@pytest.mark.parametrize("row", truth_table("readiness", "Papers and cut-off"), ids=read_aloud)
def test_papers_and_cut_off(row):
    heard = quarter_heard(day(row["Meeting"]))
    quarter = QuarterFacts(heard, day(row["Cut-off"]), row["Closed"] == "yes")
    hint_for = heard if papers_too_early(quarter, day(row["Papers due"])) else None
    assert hint_for == a_quarter_or_none(row["Hint for"])


@pytest.mark.parametrize("row", truth_table("clock-and-quarter", "Last day in view"), ids=read_aloud)
def test_last_day_in_view(row):
    last = last_day_in_view(day(row["Cut-off"]), int(row["Days of grace"]))
    assert last == day(row["Last day in view"])


@pytest.mark.parametrize(
    "row", truth_table("clock-and-quarter", "The quarter of a page and of one update"), ids=read_aloud
)
def test_quarter_in_view_and_for_updates(row):
    quarters = [facts(text, is_closed=False) for text in parts(row["Open"])]
    quarters += [facts(text, is_closed=True) for text in parts(row["Closed"])]
    given = (quarters, day(row["Today"]), int(row["Days of grace"]))
    assert quarter_in_view(*given) == a_quarter_or_none(row["In view"])
    assert quarter_for_updates(*given) == a_quarter_or_none(row["Updates are for"])


@pytest.mark.parametrize(
    "row", truth_table("clock-and-quarter", "Quarters that the dashboard asks to close"), ids=read_aloud
)
def test_quarters_that_the_dashboard_asks_to_close(row):
    set_up_on = None if row["Set up on"] == "none" else day(row["Set up on"])
    first = first_to_answer_for(set_up_on, a_quarter_or_none(row["First used"]))
    quarters = [QuarterFacts(each, default_cut_off(each)) for each in quarters_in(row["Quarters"])]
    asked = [each.quarter for each in quarters if is_to_be_closed(each, date(2026, 11, 23), 5, first)]
    assert asked == quarters_in(row["Asked to close"])


@pytest.mark.parametrize("row", truth_table("clock-and-quarter", "The state of one quarter"), ids=read_aloud)
def test_state_of_one_quarter(row):
    quarter = QuarterFacts(Q1, day(row["Cut-off"]), row["Closed"] == "yes")
    assert quarter_state(quarter, day(row["Today"]), int(row["Days of grace"])).word == row["State"]


@pytest.mark.parametrize(
    "row", truth_table("clock-and-quarter", "Quarters that make themselves"), ids=read_aloud
)
def test_quarters_that_make_themselves(row):
    made = quarters_due(quarters_in(row["Known"]), day(row["Today"]), 5)
    assert made == quarters_in(row["Made"])


@pytest.mark.parametrize("row", truth_table("clock-and-quarter", "Judged as at"), ids=read_aloud)
def test_judged_as_at(row):
    assert judgement_day(day(row["Today"]), day(row["Cut-off"])) == day(row["Judged as at"])


def test_a_cut_off_may_be_a_year_later():
    assert latest_cut_off(Quarter(2015, 4)) == date(2017, 3, 31)


@given(st.dates(date(2010, 1, 1), date(2030, 12, 31)), st.integers(0, 60), st.booleans())
def test_nobody_is_stuck_in_the_past(today, days_of_grace, forgets_to_close):
    """Whether quarters are closed on time or never, the one in view ended at most cut-off and grace ago."""
    present = Quarter.of(today)
    quarters = [
        QuarterFacts(quarter, default_cut_off(quarter), not forgets_to_close and quarter.next < present)
        for quarter in quarters_between(Quarter(2008, 1), Quarter(present.year + 1, 4))
    ]
    in_view = quarter_in_view(quarters, today, days_of_grace)
    assert in_view is not None
    assert today <= last_day_in_view(default_cut_off(in_view), days_of_grace)
    assert quarters_due([each.quarter for each in quarters], today, days_of_grace) == []
