"""Which step a comment may take, who may take it back, what may be published: the tables in docs/rules/voice.md."""

import pytest

from tests.truth_tables import read_aloud, truth_table
from voice.rules import (
    Act,
    Publishing,
    State,
    Step,
    act_problem,
    state_after,
    step_problem,
    taking_back_problem,
)


def key(word):
    return word.lower().replace(" ", "_")


@pytest.mark.parametrize("row", truth_table("voice", "Which step a comment may take"), ids=read_aloud)
def test_which_step_a_comment_may_take(row):
    state, step = State(key(row["State"])), Step(key(row["Step"]))
    says = step_problem(state, step, reason=row["Reason"] == "yes") or "may"
    assert says == row["Says"]
    if says == "may":
        assert state_after(step, answered=row["Has an answer"] == "yes").word == row["Becomes"]


@pytest.mark.parametrize("row", truth_table("voice", "Who may take a comment back"), ids=read_aloud)
def test_who_may_take_a_comment_back(row):
    own, answers, reason = (row[name] == "yes" for name in ("Own", "May answer", "Reason"))
    said = taking_back_problem(State(key(row["State"])), own=own, answers=answers, reason=reason)
    assert (said or "may") == row["Says"]


@pytest.mark.parametrize("row", truth_table("voice", "What may happen to an entry"), ids=read_aloud)
def test_what_may_happen_to_an_entry(row):
    assert (act_problem(Publishing(key(row["State"])), Act(key(row["Act"]))) or "may") == row["Says"]


def test_the_table_of_entries_has_every_case():
    cases = {(row["State"], row["Act"]) for row in truth_table("voice", "What may happen to an entry")}
    assert cases == {(state.word, act.word) for state in Publishing for act in Act}
