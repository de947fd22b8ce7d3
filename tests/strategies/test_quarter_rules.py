import pytest

from core.periods import Quarter
from strategies.quarter_rules import is_late, judgement_day, quarter_for_updates
from tests.truth_tables import day, parts, read_aloud, truth_table


def a_quarter_or_none(label):
    return None if label == "none" else Quarter.parse(label)


@pytest.mark.parametrize("row", truth_table("clock-and-quarter", "Late or in time"), ids=read_aloud)
def test_late_or_in_time(row):
    assert is_late(day(row["Recorded on"]), day(row["Cut-off"])) is (row["Late"] == "yes")


@pytest.mark.parametrize("row", truth_table("clock-and-quarter", "The quarter of one update"), ids=read_aloud)
def test_quarter_to_speak_for(row):
    quarters = [(Quarter.parse(label), False) for label in parts(row["Open"])]
    quarters += [(Quarter.parse(label), True) for label in parts(row["Closed"])]
    assert quarter_for_updates(quarters, day(row["Today"])) == a_quarter_or_none(row["Speaks for"])


@pytest.mark.parametrize("row", truth_table("clock-and-quarter", "Judged as at"), ids=read_aloud)
def test_judged_as_at(row):
    assert judgement_day(day(row["Today"]), day(row["Cut-off"])) == day(row["Judged as at"])
