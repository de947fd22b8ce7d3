"""Reminders: the tables in docs/rules/reminders.md."""

from datetime import date

import pytest

from reminders.rules import Days, Facts, asked, asked_to_approve, days_to_cover, link_expires_on, link_problem
from tests.truth_tables import day, day_or_none, read_aloud, truth_table

CUT_OFF = date(2016, 7, 21)


@pytest.mark.parametrize("row", truth_table("reminders", "Which reminder is sent"), ids=read_aloud)
def test_which_reminder_is_sent(row):
    due = day_or_none(row["Due"])
    facts = Facts(
        open_days=(due,) if due else (),
        complete=row["Complete"] == "yes",
        updated_on=day_or_none(row["Updated"]),
        updated_this_quarter=row["Updated this quarter"] == "yes",
    )
    found = asked(facts, Days(), cut_off_on=CUT_OFF, days=[day(row["Today"])])
    assert (found.reason.word if found else "none") == row["Reminder"]


@pytest.mark.parametrize("row", truth_table("reminders", "When approvers are asked"), ids=read_aloud)
def test_when_approvers_are_asked(row):
    found = asked_to_approve(Days(), cut_off_on=CUT_OFF, days=[day(row["Today"])])
    assert (found.reason.word if found else "none") == row["Reminder"]


@pytest.mark.parametrize("row", truth_table("reminders", "When a link opens the form"), ids=read_aloud)
def test_when_a_link_opens_the_form(row):
    said = link_problem(
        used=row["Used"] == "yes",
        expires_on=day(row["Expires"]),
        today=day(row["Today"]),
        still_asked=row["Still asked"] == "yes",
        closed=row["Quarter"] == "closed",
    )
    assert (said or "may") == row["Says"]


def test_days_that_the_clock_missed_are_covered_up_to_a_week():
    friday, monday = date(2016, 7, 8), date(2016, 7, 11)
    assert days_to_cover(friday, monday) == (date(2016, 7, 9), date(2016, 7, 10), monday)
    assert days_to_cover(None, monday) == (monday,)
    assert days_to_cover(date(2016, 5, 1), monday)[0] == date(2016, 7, 5)


def test_a_reminder_of_the_weekend_goes_out_on_monday():
    facts = Facts((date(2016, 7, 8),), complete=False, updated_on=None, updated_this_quarter=False)
    days = days_to_cover(date(2016, 7, 8), date(2016, 7, 11))
    assert asked(facts, Days(), cut_off_on=CUT_OFF, days=days).on == date(2016, 7, 8)


def test_a_link_works_for_two_weeks_and_until_the_cut_off():
    assert link_expires_on(date(2016, 7, 1), CUT_OFF) == CUT_OFF
    assert link_expires_on(date(2016, 7, 19), CUT_OFF) == date(2016, 8, 2)
