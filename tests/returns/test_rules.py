"""Steps of submissions and days of returns: the tables in docs/rules/returns.md."""

import re

import pytest

from returns.rules import (
    MAY_FOLLOW,
    Repeats,
    State,
    due_state,
    due_words,
    next_due,
    step_problem,
    takes_comments,
)
from tests.truth_tables import day, day_or_none, read_aloud, truth_table


def _state(word: str) -> State:
    return State(word.lower().replace(" ", "_"))


@pytest.mark.parametrize("row", truth_table("returns", "Which state may follow which"), ids=read_aloud)
def test_which_state_may_follow_which(row):
    without, number = re.fullmatch(r"(\d+) of (\d+)", row["Without answer"]).groups()
    unanswered = [str(each) for each in range(1, int(without) + 1)]
    problem = step_problem(_state(row["State"]), _state(row["To"]), unanswered, comments=int(number))
    assert (problem or "may") == row["Says"]


@pytest.mark.parametrize("row", truth_table("returns", "When a return is due"), ids=read_aloud)
def test_when_a_return_is_due(row):
    facts = day(row["Due"]), day_or_none(row["Sent"]), day(row["Today"])
    assert due_state(*facts).word == row["State"]
    assert due_words(*facts) == row["Says"]


@pytest.mark.parametrize("row", truth_table("returns", "When the next one is due"), ids=read_aloud)
def test_when_the_next_one_is_due(row):
    repeats = Repeats(row["Repeats"].lower().replace(" ", "_"))
    assert next_due(day(row["Due"]), repeats) == day_or_none(row["Next"])


def test_every_state_says_what_may_follow_and_nothing_leads_back_to_a_draft():
    assert set(MAY_FOLLOW) == set(State)
    assert all(State.DRAFT not in following for following in MAY_FOLLOW.values())


@pytest.mark.parametrize("state", list(State))
def test_comments_are_taken_while_the_reader_has_the_plan(state):
    assert takes_comments(state) is (state not in (State.DRAFT, State.ACCEPTED, State.CLOSED))
