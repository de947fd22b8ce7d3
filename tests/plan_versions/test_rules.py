import re

import pytest

from core.words import WordedEnum
from councils.permissions import Permission
from plan_versions.rules import (
    MOVES,
    Act,
    Standing,
    StepFacts,
    VersionState,
    can_take_back,
    date_problem,
    may,
    open_steps,
    standing_of,
    states_before,
)
from tests.truth_tables import day, parts, read_aloud, truth_table

WORDS = truth_table("plan-versions", "Words for what a version waits for")
MOVED = truth_table("plan-versions", "State transitions of a version")
ACTS = truth_table("plan-versions", "Who may do what")
WAITING = truth_table("plan-versions", "What a version waits for")
DATED = truth_table("plan-versions", "When an approval may be dated")
TAKEN_BACK = truth_table("plan-versions", "When an approval can be taken back")
SOME_DAY = day("1 June 2016")


def by_word(states: type[WordedEnum], word: str):
    return next(state for state in states if state.word == word)


def steps(text: str) -> list[StepFacts]:
    """ "1 DCS approved; 2 CSPG returned; 3 SEND Board 26 May 2016": place, who, and what they have said."""
    found = []
    for part in parts(text, ";"):
        place, who, said, on = re.fullmatch(
            r"(\d+) (.+?)(?: (approved|returned)| (\d+ [A-Z][a-z]+ \d{4}))?", part
        ).groups()
        approved_on = day(on) if on else SOME_DAY if said == "approved" else None
        found.append(StepFacts(int(place), who, approved_on, said == "returned"))
    return found


def test_each_standing_has_its_word():
    assert {row["Value"]: row["Word"] for row in WORDS} == {each.value: each.word for each in Standing}


def test_states_follow_each_other_as_the_table_says():
    table = {
        by_word(VersionState, row["From"]): {by_word(VersionState, word) for word in parts(row["May become"])}
        for row in MOVED
    }
    assert table == MOVES


def test_a_state_can_be_reached_from_those_that_lead_to_it():
    assert states_before(VersionState.DRAFT) == {VersionState.CIRCULATED}
    assert states_before(VersionState.PUBLISHED) == {VersionState.CIRCULATED}


@pytest.mark.parametrize("state", VersionState, ids=str)
@pytest.mark.parametrize("row", ACTS, ids=lambda row: row["Act"])
def test_who_may_do_what(row, state):
    act, said = by_word(Act, row["Act"].capitalize()), row[state.word]
    needed = Permission(row["Permission"])
    everything = frozenset(Permission)
    for was_circulated in (True, False):
        allowed = {
            "yes": True,
            "only with plan.change": True,
            "–": False,
            "never circulated": not was_circulated,
            "circulated before": was_circulated,
        }[said]
        assert may(act, state, everything, was_circulated=was_circulated) is allowed
        assert not may(act, state, everything - {needed}, was_circulated=was_circulated)
    if said.startswith("only"):
        assert not may(act, state, {needed}, was_circulated=True)
    elif said == "yes":
        assert may(act, state, {needed}, was_circulated=True)


@pytest.mark.parametrize("row", WAITING, ids=read_aloud)
def test_what_a_version_waits_for(row):
    state, facts = by_word(VersionState, row["State"]), steps(row["Steps"])
    standing = standing_of(state, facts, has_newer=row["Newer published"] == "yes")
    assert standing.word == row["Standing"]
    assert [facts[at].who for at in open_steps(state, facts)] == parts(row["Open"])


@pytest.mark.parametrize("row", DATED, ids=read_aloud)
def test_when_an_approval_may_be_dated(row):
    problem = date_problem(
        day(row["Day"]),
        place=int(row["Place"]),
        steps=steps(row["Steps"]),
        circulated_on=day(row["Circulated"]),
        today=day(row["Today"]),
    )
    assert (problem == "") == (row["Allowed"] == "yes")


@pytest.mark.parametrize("row", TAKEN_BACK, ids=read_aloud)
def test_when_an_approval_can_be_taken_back(row):
    facts = steps(row["Steps"])
    mine = next(each for each in facts if each.place == int(row["Place"]))
    allowed = can_take_back(by_word(VersionState, row["State"]), mine, facts)
    assert allowed is (row["Allowed"] == "yes")


def test_the_problem_of_a_date_names_who_approved_later():
    problem = date_problem(
        day("25 May 2016"),
        place=2,
        steps=steps("1 DCS 26 May 2016; 2 CSPG"),
        circulated_on=day("20 May 2016"),
        today=day("8 July 2016"),
    )
    assert problem == "The date must be on or after 26 May 2016, when DCS approved it"
