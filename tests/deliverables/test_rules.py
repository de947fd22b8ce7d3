import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Precision, Quarter
from core.rag import Rag, Verdict
from deliverables.rules import (
    DuePointFacts,
    UpdateFacts,
    check_complete,
    check_update,
    direction,
    direction_words,
    disagreement,
    open_due_points,
    schedule_rag,
    slippage,
    stated_rag,
)
from tests.truth_tables import day, day_or_none, due_point, due_points, parts, rag, read_aloud, truth_table

TODAY = date(2016, 7, 8)


def a_quarter_or_none(label):
    return None if label == "none" else Quarter.parse(label)


# Stated RAG


def update(text):
    label, state, when = re.fullmatch(r"(\S+) ([A-Z][a-z ]*) (\d.*)", text).groups()
    return UpdateFacts(Quarter.parse(label), rag(state), datetime.combine(day(when), time(9), UTC))


@pytest.mark.parametrize("row", truth_table("stated", "Which update counts"), ids=read_aloud)
def test_what_stands(row):
    stated = stated_rag(map(update, parts(row["Updates"], ";")), quarter=Quarter.parse(row["In quarter"]))
    assert stated.rag == rag(row["Stated RAG"])
    assert stated.since == a_quarter_or_none(row["Said for"])
    assert stated.silence == row["Silence"]
    assert stated.is_silent is bool(row["Silence"])


def test_a_later_moment_of_the_same_day_stands():
    quarter = Quarter.parse("2016-17-Q1")
    morning, evening = (datetime(2016, 7, 8, hour, tzinfo=UTC) for hour in (9, 18))
    updates = [UpdateFacts(quarter, Rag.RED, evening), UpdateFacts(quarter, Rag.GREEN, morning)]
    assert stated_rag(updates, quarter=quarter).rag == Rag.RED


@pytest.mark.parametrize(
    ("updates", "reason"),
    [
        ([], "Never updated."),
        (["2016-17-Q1 Red 8 July 2016"], "Last update: Q1 2016–17."),
        (
            ["2015-16-Q3 Red 8 January 2016"],
            "Last update: Q3 2015–16, 2 quarters ago.",
        ),
    ],
)
def test_stated_says_when_it_was_said(updates, reason):
    assert stated_rag(map(update, updates), quarter=Quarter.parse("2016-17-Q1")).reason == reason


def check(row):
    return check_update(
        rag=rag(row["RAG"]),
        reason=row["Reason"],
        path_to_green=row["Way back"],
        forecast_on=day_or_none(row["Forecast"]),
        quarter=Quarter.parse("2016-17-Q1"),
        strategy_ends_on=day_or_none(row["Strategy ends"]),
    )


@pytest.mark.parametrize("row", truth_table("stated", "What is missing"), ids=read_aloud)
def test_what_is_missing(row):
    assert sorted(check(row)) == sorted(parts(row["Refused because of"]))


@pytest.mark.parametrize("row", truth_table("stated", "Complete with open parts"), ids=read_aloud)
def test_complete_with_open_parts(row):
    problems = check_complete(rag=rag(row["RAG"]), narrative=row["Words"], open_parts=int(row["Open parts"]))
    assert sorted(problems) == parts(row["Refused because of"])


def problems(**typed):
    amber = {
        "rag": Rag.AMBER,
        "reason": "Short of staff",
        "path_to_green": "New post starts",
        "forecast_on": date(2016, 9, 30),
        "quarter": Quarter.parse("2016-17-Q1"),
        "strategy_ends_on": date(2016, 2, 29),
    }
    return check_update(**amber | typed)


def test_spaces_are_no_reason():
    assert problems(reason=" \n") == {"reason": "Enter the reason it is amber"}


def test_no_way_back_is_asked_for_in_words():
    assert problems(path_to_green="") == {"path_to_green": "Enter the path to green"}


def test_no_forecast_is_asked_for_in_words():
    assert problems(forecast_on=None) == {"forecast_on": "Enter the forecast date"}


def test_forecast_before_the_quarter_says_when_the_quarter_begins():
    assert problems(forecast_on=date(2016, 3, 31)) == {
        "forecast_on": "Enter a forecast date on or after 1 April 2016, when Q1 2016–17 begins"
    }


def test_forecast_past_the_limit_says_the_limit_even_from_a_leap_day():
    sentence = "Enter a forecast date on or before 28 February 2021, five years after the strategy ends"
    assert problems(forecast_on=date(2021, 3, 1)) == {"forecast_on": sentence}


# Schedule RAG


@pytest.mark.parametrize("row", truth_table("schedule", "What the dates say"), ids=read_aloud)
def test_what_the_dates_say(row):
    verdict = schedule_rag(
        due_points(row["Due points"]),
        today=day(row["Today"]),
        updated_this_quarter=row["Updated this quarter"] == "yes",
    )
    assert (verdict.rag, verdict.reason) == (rag(row["Schedule RAG"]), row["Reason"])


@pytest.mark.parametrize("row", truth_table("schedule", "Days of slippage"), ids=read_aloud)
def test_days_of_slippage(row):
    assert slippage(due_point(row["Due point"])) == int(row["Days"])


def test_a_date_made_vaguer_within_its_month_has_not_slipped():
    vaguer = DuePointFacts("", date(2016, 9, 30), Precision.MONTH, original_due_on=date(2016, 9, 15))
    assert slippage(vaguer) == 0


def test_a_due_point_that_was_never_moved_may_leave_its_first_date_out():
    assert slippage(DuePointFacts("", date(2016, 9, 30), Precision.DAY)) == 0


def test_month_precision_holds_whatever_day_is_stored():
    middle = DuePointFacts("", date(2016, 7, 1), Precision.MONTH)
    assert schedule_rag([middle], today=TODAY, updated_this_quarter=True).rag == Rag.GREEN


some_days = st.dates(date(2014, 1, 1), date(2020, 12, 31))
points = st.builds(
    DuePointFacts,
    label=st.sampled_from(["", "launch"]),
    due_on=some_days,
    precision=st.sampled_from(Precision),
    original_due_on=st.none() | some_days,
    done_on=st.none() | some_days,
)


@given(st.lists(points), some_days, st.booleans())
def test_never_green_or_complete_when_something_is_overdue(due_points, today, updated):
    overdue = [point for point in due_points if not point.is_done(today) and point.last_day < today]
    verdict = schedule_rag(due_points, today=today, updated_this_quarter=updated)
    assert (verdict.rag == Rag.RED) is bool(overdue)


@given(st.lists(points), some_days, st.booleans())
def test_complete_means_nothing_is_open_and_every_verdict_has_a_reason(due_points, today, updated):
    verdict = schedule_rag(due_points, today=today, updated_this_quarter=updated)
    done = bool(due_points) and open_due_points(due_points, today) == 0
    assert (verdict.rag == Rag.COMPLETE) is done
    assert verdict.reason.endswith(".")


@given(st.lists(points), some_days)
def test_an_update_never_makes_the_schedule_look_worse(due_points, today):
    without, updated = (
        schedule_rag(due_points, today=today, updated_this_quarter=updated).rag for updated in (False, True)
    )
    assert updated.rank >= without.rank


@given(st.lists(points, min_size=1), some_days, st.integers(1, 400))
def test_waiting_alone_never_heals_an_overdue_deliverable(due_points, today, wait):
    undone = [DuePointFacts(point.label, point.due_on, point.precision) for point in due_points]
    if schedule_rag(undone, today=today, updated_this_quarter=True).rag == Rag.RED:
        later = today + timedelta(days=wait)
        assert schedule_rag(undone, today=later, updated_this_quarter=True).rag == Rag.RED


# Disagreement


@pytest.mark.parametrize("row", truth_table("disagreement", "When the two disagree"), ids=read_aloud)
def test_when_the_two_disagree(row):
    schedule = Verdict(rag(row["Schedule"]), "The dates say so.")
    sentence = disagreement(rag(row["Stated"]), schedule, int(row["Open due points"]))
    assert sentence == (row["Disagreement"] or None)


# Direction of travel


@pytest.mark.parametrize("row", truth_table("stated", "Since last quarter"), ids=read_aloud)
def test_since_the_quarter_before(row):
    assert direction(rag(row["Now"]), rag(row["Before"])).word == row["Direction"]


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (Rag.AMBER, Rag.GREEN, "Amber, was green in Q1 2016–17"),
        (Rag.AMBER, Rag.AMBER, "Amber, as in Q1 2016–17"),
        (Rag.GREEN, Rag.NOT_RATED, "Green, was not rated in Q1 2016–17"),
    ],
)
def test_direction_is_said_in_words(now, before, words):
    assert direction_words(now, before, Quarter.parse("2016-17-Q1")) == words


def points_due(*slipped_by: int) -> list[DuePointFacts]:
    """Open due points in the far future, each so many days later than first planned."""
    first = date(2017, 3, 1)
    return [
        DuePointFacts("", first + timedelta(days=days), Precision.DAY, original_due_on=first)
        for days in slipped_by
    ]


@pytest.mark.parametrize(
    ("slipped_by", "rag"), [((0, 0), Rag.GREEN), ((1, 0), Rag.AMBER), ((0, 1), Rag.AMBER)]
)
def test_one_part_that_slipped_by_a_day_is_enough_for_amber(slipped_by, rag):
    assert schedule_rag(points_due(*slipped_by), today=TODAY, updated_this_quarter=True).rag == rag


def test_of_parts_done_before_and_after_the_day_of_judgement_the_last_is_named():
    done = [
        DuePointFacts("", date(2016, 6, 30), Precision.DAY, done_on=day) for day in (date(2016, 5, 2), TODAY)
    ]
    assert (
        schedule_rag(done, today=TODAY, updated_this_quarter=True).reason
        == "All 2 parts are done, the last on 8 July 2016."
    )
