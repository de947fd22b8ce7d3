from datetime import timedelta

import pytest

from deliverables.change_rules import ActFacts, undo_refusal
from tests.truth_tables import parts, read_aloud, truth_table


@pytest.mark.parametrize("row", truth_table("changes", "What can be undone"), ids=read_aloud)
def test_what_can_be_undone(row):
    act = ActFacts(
        row["Act"],
        own=row["Whose"] == "own",
        age=timedelta(minutes=int(row["Minutes ago"])),
        undone=row["Undone"] == "yes",
        changed_since=tuple(parts(row["Changed since"])),
        closed_since=tuple(parts(row["Closed since"])),
    )
    refusal = undo_refusal(act)
    assert row["Refused because"] in refusal
    assert bool(refusal) is bool(row["Refused because"])
