"""Approval of updates: the tables in docs/rules/approval.md."""

import pytest

from deliverables.rules.approval import ProposalState, Step, may_approve, needs_approval, step_problem
from tests.truth_tables import read_aloud, truth_table


@pytest.mark.parametrize("row", truth_table("approval", "When approval is needed"), ids=read_aloud)
def test_when_approval_is_needed(row):
    asked = {name.lower(): row[name] == "yes" for name in ("Council", "Strand", "Board")}
    assert needs_approval(**asked) is (row["Needed"] == "yes")


@pytest.mark.parametrize("row", truth_table("approval", "What can be done with it"), ids=read_aloud)
def test_what_can_be_done_with_it(row):
    state, step = ProposalState(row["State"]), Step(row["Step"])
    said = step_problem(state, step, own=row["Own"] == "yes", comment=row["Comment"])
    assert (said or "may") == row["Says"]


@pytest.mark.parametrize("row", truth_table("approval", "Who may approve an update"), ids=read_aloud)
def test_who_may_approve_an_update(row):
    facts = {"permitted": row["Permission"], "chairs": row["Chair"], "own": row["Own"]}
    assert may_approve(**{name: word == "yes" for name, word in facts.items()}) is (row["May"] == "yes")


def test_every_step_has_a_row_in_every_open_state_that_refuses_it():
    rows = truth_table("approval", "What can be done with it")
    assert {row["Step"] for row in rows} == set(Step)
    assert {row["State"] for row in rows} == set(ProposalState)
