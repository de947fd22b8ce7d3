"""The pack in plain English: the tables in docs/rules/plain-summary.md."""

import pytest

from core.overall_rag import RagCounts
from packs.plain_rules import FAMILIES, PlainFacts, Point, as_text, draft, read_text
from tests.truth_tables import read_aloud, truth_table


def numbers(text):
    return [int(number) for number in text.split(",")]


@pytest.mark.parametrize("row", truth_table("plain-summary", "What is drafted"), ids=read_aloud)
def test_what_is_drafted(row):
    better, worse = numbers(row["Better, worse"])
    off, targeted = numbers(row["Off target, of"])
    facts = PlainFacts(
        noun="milestone",
        counts=RagCounts(*numbers(row["Counts"])),
        better=better,
        worse=worse,
        overdue=int(row["Overdue"]),
        doubted=int(row["Doubted"]),
        silent=int(row["Silent"]),
        off_target=off,
        targeted=targeted,
    )
    points = list(draft(facts))
    assert " / ".join(point.words for point in points) == row["Words"]
    assert all(point.families.endswith(".") for point in points)


@pytest.mark.parametrize(
    "row", truth_table("plain-summary", "What a person may change"), ids=lambda row: row["Case"]
)
def test_what_a_person_may_change(row):
    points, problems = read_text(row["Paragraph"].replace(" ⏎ ", "\n").replace("⏎", "\n"), [])
    assert (problems or ["may"]) == [row["Says"]]
    assert bool(points) == (row["Says"] == "may")


def test_words_that_nobody_changes_are_as_drafted():
    drafted = [Point("2 are late.", "Ask when.", "attention"), Point("1 is done.", "It is there.", "all")]
    assert read_text(as_text(drafted), drafted) == (drafted, [])


def test_a_changed_paragraph_loses_its_link_and_the_others_keep_theirs():
    drafted = [Point("2 are late.", "Ask when.", "attention"), Point("1 is done.", "It is there.", "all")]
    text = as_text(drafted).replace("2 are late.", "Two things are late.").replace("\n", "\r\n")
    points, _ = read_text(text, drafted)
    assert [point.part for point in points] == ["", "all"]
    assert FAMILIES not in points[0].families
