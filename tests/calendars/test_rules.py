"""What calendars show and leave out: the tables in docs/rules/calendars.md."""

import pytest

from calendars.rules import What, is_shown, without_contacts
from tests.cast import TODAY
from tests.truth_tables import day, read_aloud, truth_table


@pytest.mark.parametrize("row", truth_table("calendars", "What is shown"), ids=read_aloud)
def test_what_is_shown(row):
    what = What(row["What"].lower().replace(" ", "_"))
    shown = is_shown(what, day(row["Day"]), done=row["Done"] == "yes", today=TODAY)
    assert shown == (row["Shown"] == "yes")


@pytest.mark.parametrize("row", truth_table("calendars", "What is left out of words"), ids=read_aloud)
def test_what_is_left_out_of_words(row):
    assert without_contacts(row["Text"]) == row["Shown as"]
