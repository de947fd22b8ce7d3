"""Review of a pack: the tables in docs/rules/pack-review.md."""

import pytest

from packs.review_rules import REVIEW_WORDS, ReviewStep, release_problem, step_problem
from packs.states import PackState
from tests.truth_tables import read_aloud, truth_table


def review(word):
    [found] = [step for step, said in REVIEW_WORDS.items() if said == word]
    return found


@pytest.mark.parametrize("row", truth_table("pack-review", "Which step may follow"), ids=read_aloud)
def test_which_step_may_follow(row):
    [step] = [step for step in ReviewStep if step.word == row["Step"]]
    [state] = [state for state in PackState if state.word == row["State"]]
    own = row["Sent by the same person"] == "yes"
    said = step_problem(review(row["Review"]), step, state, own=own, note=row["Note"])
    assert (said or "may") == row["Says"]


@pytest.mark.parametrize("row", truth_table("pack-review", "When a pack may be released"), ids=read_aloud)
def test_when_a_pack_may_be_released(row):
    said = release_problem(review(row["Review"]), needs_approval=row["Needs approval"] == "yes")
    assert (said or "may") == row["Says"]
