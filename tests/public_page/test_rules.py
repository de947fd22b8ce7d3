"""The public page: the tables in docs/rules/public-page.md."""

import re

import pytest

from core.periods import Quarter
from core.rag import Rag
from councils.people.names_in_words import KnownPerson, people_in
from deliverables.rules import StatedRag
from public_page.rules import (
    STATUS_OF,
    TARGET_WORDS,
    Change,
    Lead,
    Status,
    beside_status,
    change_of,
    changes_in_words,
    compliance,
    counts_in_words,
    lead_words,
    where_public,
    why_not_published,
)
from tests.truth_tables import day_or_none, parts, rag, read_aloud, truth_table
from voice.rules import Publishing

QUARTER = Quarter.parse("2016-17-Q1")
PEOPLE = [KnownPerson("Robin Example", "RE", "robin@example.org"), KnownPerson("Grace")]


def status(word):
    return next(each for each in Status if each.word == word)


@pytest.mark.parametrize("row", truth_table("public-page", "May this quarter be published"), ids=read_aloud)
def test_which_quarter_may_be_published(row):
    said = why_not_published(
        QUARTER,
        closed=row["Closed"] == "yes",
        plans=int(row["Plans that count"]),
        items=int(row["Milestones"]),
        same=row["Same as the last edition"] == "yes",
    )
    assert (said or "may") == row["Says"]


@pytest.mark.parametrize("row", truth_table("public-page", "What is shown for each status"), ids=read_aloud)
def test_what_is_shown_for_each_status(row):
    ago = re.match(r"(\d) ", row["Last update"])
    silent_for = None if row["Last update"] == "never" else int(ago[1]) if ago else 0
    stated = StatedRag(rag(row["Stated"]), None if silent_for is None else QUARTER, silent_for)
    assert STATUS_OF[stated.rag].word == row["Shown"]
    said = beside_status(
        stated, rag(row["Schedule"]), open_dates=int(row["Open"]), moved=row["Moved"] == "yes"
    )
    assert said == row["Said beside it"]


@pytest.mark.parametrize("row", truth_table("public-page", "What a lead is called"), ids=read_aloud)
def test_what_a_lead_is_called(row):
    def lead(words):
        kind, _, more = words.partition(" ")
        if kind != "person":
            return Lead(more if kind == "post" else "")
        holds = tuple(parts(more.removeprefix("holds "), " and ")) if more.startswith("holds ") else ()
        organisation = more.removeprefix("of ") if more.startswith("of ") else ""
        return Lead(is_person=True, holds=holds, organisation=organisation)

    assert lead_words([lead(each) for each in parts(row["Leads"])], row["Accountable"]) == row["Shown"]


@pytest.mark.parametrize("row", truth_table("public-page", "Who is found in a text"), ids=read_aloud)
def test_who_is_found_in_a_text(row):
    found = people_in(row["Text"], PEOPLE)
    assert (list(found.stops), list(found.points_out)) == (parts(row["Stops"]), parts(row["Points out"]))


@pytest.mark.parametrize("row", truth_table("public-page", "What is said of its target"), ids=read_aloud)
def test_what_is_said_of_a_target(row):
    assert TARGET_WORDS.get(rag(row["Indicator RAG"]), "") == row["Said"]


@pytest.mark.parametrize("row", truth_table("public-page", "How a change is counted"), ids=read_aloud)
def test_how_a_change_is_counted(row):
    found = change_of(status(row["Before"]), status(row["Now"]))
    assert (found.word.lower() if found else "") == row["Counted as"]


@pytest.mark.parametrize("row", truth_table("public-page", "What it says of compliance"), ids=read_aloud)
def test_what_it_says_of_compliance(row):
    assert compliance(day_or_none(row["Tested on"]), int(row["Known problems"])) == row["Says"]


def test_every_status_has_a_word_an_explanation_and_a_shape():
    assert {each.rag for each in Status} == set(Rag)
    assert all(each.word and each.explained.endswith(".") for each in Status)


def test_counts_in_words():
    some = [(Status.DONE, 4), (Status.LATE, 1), (Status.AT_RISK, 0), (Status.NO_REPORT, 2)]
    assert counts_in_words(some, "milestone") == (
        "Of 7 milestones, 4 are done, 1 is late and 2 have no report yet."
    )
    assert counts_in_words([(Status.NO_REPORT, 1)], "action") == "The only action has no report yet."


def test_changes_in_words():
    some = [(Change.DONE, 1), (Change.BETTER, 0), (Change.WORSE, 2), (Change.FIRST_REPORT, 3)]
    assert changes_in_words(some, "milestone") == "1 was done, 2 have got worse and 3 have a first report."
    assert changes_in_words([(Change.BETTER, 0)], "milestone") == "No milestone has changed."


@pytest.mark.parametrize(
    "row", truth_table("public-page", "What members read beside an entry"), ids=read_aloud
)
def test_what_members_read_beside_an_entry(row):
    state = next(each for each in Publishing if each.word == row["State"])
    said = where_public(state, shown=row["On the page"] == "yes", same=row["Same"] == "yes")
    assert said == row["Says"]
