import re
from datetime import timedelta
from types import SimpleNamespace

import pytest

from core.periods import Precision
from councils.log.undo_rules import changes_in_effect
from deliverables.rules import DuePointFacts
from deliverables.rules.due_dates import Move, move_refusal, moved_due
from deliverables.rules.undo import ActFacts, undo_refusal
from tests.truth_tables import day, day_or_none, parts, read_aloud, truth_table


@pytest.mark.parametrize("row", truth_table("undo-and-due-dates", "What can be undone"), ids=read_aloud)
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


def a_move(words):
    if months := re.fullmatch(r"by (\d+) months?", words):
        return Move(months=int(months[1]))
    return Move(to=day(words.removeprefix("to ")))


@pytest.mark.parametrize("row", truth_table("undo-and-due-dates", "Which due points move"), ids=read_aloud)
def test_which_due_points_move(row):
    point = DuePointFacts("", day(row["Due"]), Precision(row["Precision"]), done_on=day_or_none(row["Done"]))
    move = a_move(row["Moves"])
    becomes = moved_due(point, move)
    assert move.words == row["Moves"]
    assert becomes == (
        None if row["Becomes"] == "stays" else (day(row["Becomes"]), Precision(row["Precision then"]))
    )


@pytest.mark.parametrize("row", truth_table("undo-and-due-dates", "Which dates are refused"), ids=read_aloud)
def test_which_dates_are_refused(row):
    refusal = move_refusal(
        day(row["To"]),
        was=day(row["Due"]),
        starts_on=day_or_none(row["Strategy starts"]),
        ends_on=day_or_none(row["Strategy ends"]),
    )
    assert refusal == row["Must be due"]


def test_an_undo_without_a_change_before_it_stays_in_the_list():
    undone, moved = SimpleNamespace(verb="change.undone"), SimpleNamespace(verb="dates.moved")
    assert changes_in_effect([undone, moved]) == [undone, moved]
    assert changes_in_effect([moved, undone]) == []
