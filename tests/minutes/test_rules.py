"""What entries need, which state follows which, when minutes are confirmed: the tables in docs/rules/minutes.md."""

from datetime import date

import pytest

from minutes.rules import (
    Kind,
    SeatAtMeeting,
    State,
    confirm_problem,
    entry_problems,
    first_state,
    guest_of,
    interest_problems,
    is_overdue,
    may_follow,
    meeting_state,
    quorum_words,
    state_problem,
)
from tests.truth_tables import day, parts, read_aloud, truth_table

BOARDS = {"no": None, "above": 2, "two up": 3, "elsewhere": 9}


@pytest.mark.parametrize("row", truth_table("minutes", "What an entry needs"), ids=read_aloud)
def test_what_an_entry_needs(row):
    problems = entry_problems(
        Kind(row["Kind"].lower()),
        raised=row["Raised by"] == "yes",
        owned=row["Owner"] == "yes",
        due_on=date(2016, 8, 1) if row["Due"] == "yes" else None,
        to_board=BOARDS[row["To"]],
        above={2},
        held_on=date(2016, 7, 8),
    )
    words = "; ".join(f"{field}: {problem}" for field, problem in problems.items())
    assert (words or "may") == row["Says"]


def test_nothing_is_due_before_the_meeting():
    held = date(2016, 7, 8)
    asked = {"raised": False, "owned": True, "to_board": None, "above": (), "held_on": held}
    assert not entry_problems(Kind.ACTION, due_on=held, **asked)
    assert entry_problems(Kind.ACTION, due_on=date(2016, 7, 7), **asked) == {
        "due_on": "The due date must be on or after the meeting, 8 July 2016"
    }


def _state(word):
    return State(word.lower().replace(" ", "_"))


@pytest.mark.parametrize("row", truth_table("minutes", "Which state may follow which"), ids=read_aloud)
def test_which_state_may_follow_which(row):
    kind, state, to = Kind(row["Kind"].lower()), _state(row["State"]), _state(row["To"])
    assert (state_problem(kind, state, to) or "may") == row["Says"]
    assert (to in may_follow(kind, state)) == (
        row["Says"] == "may" and to not in (State.TAKEN, State.SENT_BACK)
    )


@pytest.mark.parametrize("row", truth_table("minutes", "When the minutes are confirmed"), ids=read_aloud)
def test_when_the_minutes_are_confirmed(row):
    noted = row["Attendance noted"] == "yes"
    said = confirm_problem(day(row["Held"]), day(row["Today"]), attendance_noted=noted)
    assert (said or "may") == row["Says"]


def test_a_decision_that_nobody_carries_out_is_complete():
    assert first_state(Kind.DECISION, has_owner=False) == State.DECIDED
    assert first_state(Kind.DECISION, has_owner=True) == State.OPEN
    assert first_state(Kind.CHALLENGE, has_owner=False) == State.OPEN


@pytest.mark.parametrize("row", truth_table("minutes", "How far a meeting is"), ids=read_aloud)
def test_how_far_a_meeting_is(row):
    state = meeting_state(day(row["Held"]), day(row["Today"]), confirmed=row["Confirmed"] == "yes")
    assert state.word == row["Is"]


def test_only_what_is_open_is_overdue_after_its_day():
    due = date(2016, 7, 8)
    assert is_overdue(State.OPEN, due, date(2016, 7, 9))
    assert not is_overdue(State.OPEN, due, due)
    assert not is_overdue(State.DONE, due, date(2016, 7, 9))
    assert not is_overdue(State.OPEN, None, due)


@pytest.mark.parametrize("row", truth_table("minutes", "When a meeting is quorate"), ids=read_aloud)
def test_when_a_meeting_is_quorate(row):
    quorum = None if row["Quorum"] == "none" else int(row["Quorum"])
    words = [] if row["Seats"] == "none" else parts(row["Seats"])
    seats = [SeatAtMeeting(each.partition(" ")[0], each.endswith("with substitute")) for each in words]
    assert (quorum_words(quorum, seats) or "nothing") == row["Says"]


@pytest.mark.parametrize("row", truth_table("minutes", "Who declares an interest"), ids=read_aloud)
def test_who_declares_an_interest(row):
    problems = interest_problems(
        was_there=row["Was there"] == "yes",
        about="The base" if row["Item"] == "yes" else " ",
        interest="A school of theirs" if row["Interest"] == "yes" else "",
        done=row["What was done"] == "yes",
    )
    words = "; ".join(f"{field}: {problem}" for field, problem in problems.items())
    assert (words or "may") == row["Says"]


def test_a_guest_is_a_name_and_an_organisation():
    assert guest_of("Bo Best , Northmere College, Sixth form") == ("Bo Best", "Northmere College, Sixth form")
    assert guest_of("Bo Best") == ("Bo Best", "")
    assert guest_of(", Northmere College") == ("", "Northmere College")
