"""What an assessment says: the tables in docs/rules/assessments.md."""

from dataclasses import dataclass
from datetime import date

import pytest

from assessments.rules import latest_first, lowest, moved_words, next_level, overall_words
from tests.truth_tables import day, parts, read_aloud, truth_table

SCALE = ("Not met", "Partly met", "Met", "Exceeds")


@dataclass(frozen=True)
class Recorded:
    pk: int
    judged_on: date
    rating: str


@pytest.mark.parametrize("row", truth_table("assessments", "All criteria together"), ids=read_aloud)
def test_all_criteria_together(row):
    said = [] if row["Ratings"] == "none" else parts(row["Ratings"])
    ratings = [None if each == "–" else each for each in said]
    assert overall_words(SCALE, ratings) == row["Says"]
    assert (lowest(SCALE, ratings) or "none") == row["Lowest"]


@pytest.mark.parametrize("row", truth_table("assessments", "Which judgement counts"), ids=read_aloud)
def test_which_judgement_counts(row):
    recorded = []
    for number, each in enumerate(parts(row["Recorded"], ";")):
        *words, rating = each.split(maxsplit=3)
        recorded.append(Recorded(number, day(" ".join(words)), rating))
    assert latest_first(recorded)[0].rating == row["Counts"]


@pytest.mark.parametrize(
    "row", truth_table("assessments", "How a judgement moved, and the next step up"), ids=read_aloud
)
def test_how_a_judgement_moved(row):
    before = None if row["Before"] == "none" else row["Before"]
    assert (moved_words(SCALE, row["Rating"], before) or "none") == row["Says"]
    assert (next_level(SCALE, row["Rating"]) or "none") == row["Next step"]
