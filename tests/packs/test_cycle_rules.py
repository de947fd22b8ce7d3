"""The cycle of a board: the tables in docs/rules/board-cycle.md."""

from datetime import date

import pytest

from core.periods import Quarter
from packs.cycle_rules import CycleDays, PackFacts, Step, clock_waits, figures_day, position, quarter_for
from packs.review_rules import REVIEW_WORDS
from packs.states import PackState
from strategies.quarter_rules import QuarterFacts
from tests.truth_tables import day, read_aloud, truth_table

QUARTERS = [
    QuarterFacts(Quarter.parse("2015-16-Q4"), date(2016, 4, 21)),
    QuarterFacts(Quarter.parse("2016-17-Q1"), date(2016, 7, 21)),
    QuarterFacts(Quarter.parse("2016-17-Q2"), date(2016, 10, 21)),
]
DAYS = CycleDays(date(2016, 7, 21), date(2016, 7, 22), date(2016, 9, 7))
NOT_RELEASED = ("Being made into a PDF", "Ready to check", "Could not be made or sent", "Cancelled")


@pytest.mark.parametrize("row", truth_table("board-cycle", "Which quarter a meeting gets"), ids=read_aloud)
def test_which_quarter_a_meeting_gets(row):
    found = quarter_for(day(row["Papers due"]), QUARTERS)
    if row["Quarter"] == "none":
        assert found is None
    else:
        assert found.quarter.label == row["Quarter"]
        assert figures_day(found.cut_off_on) == day(row["Figures taken on"])


@pytest.mark.parametrize("row", truth_table("board-cycle", "When the clock releases a pack"), ids=read_aloud)
def test_when_the_clock_releases_a_pack(row):
    [state] = [state for state in PackState if state.word == row["Pack"]]
    [review] = [review for review, word in REVIEW_WORDS.items() if word == row["Review"]]
    said = clock_waits(
        state=state,
        review=review,
        needs_approval=row["Needs approval"] == "yes",
        today=day(row["Today"]),
        papers_on=DAYS.papers_on,
        held_on=date(2016, 9, 14),
    )
    assert (said or "releases") == row["Says"]


@pytest.mark.parametrize("row", truth_table("board-cycle", "Where a cycle stands"), ids=read_aloud)
def test_where_a_cycle_stands(row):
    pack = None
    if row["Pack"] != "none":
        [state] = [state for state in PackState if state.word == row["Pack"]]
        pack = PackFacts(state, released=row["Pack"] not in NOT_RELEASED)
    found = position(DAYS, pack, day(row["Today"]))
    assert {step.word: state.word for step, state in found.states.items()} == {
        step.word: row[step.word] for step in Step
    }
    assert found.words == row["Held up"]
