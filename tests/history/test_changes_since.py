"""Rules for changes since a moment: docs/rules/changes-since.md."""

from datetime import date
from decimal import Decimal

import pytest

from core.periods import Quarter
from history.rules import Choice, Facts, chosen, is_silent, kinds_of_change, kinds_of_indicator_change
from indicators.rules import Polarity
from tests.truth_tables import day, parts, rag, read_aloud, truth_table


@pytest.mark.parametrize("row", truth_table("changes-since", "What is chosen"), ids=read_aloud)
def test_what_is_chosen(row):
    asked = None if row["Asked for"] == "nothing" else Choice(row["Asked for"])
    found = chosen(
        asked,
        visited=row["Visited before"] == "yes",
        changed_since_visit=row["Changed since the visit"] == "yes",
        has_pack=row["A pack was released"] == "yes",
    )
    assert found == row["Since"]


def facts(text):
    """Parse "Amber; overdue; due 30 June 2016, 31 March 2017; done 1"."""
    if text == "none":
        return None
    stated, *rest = parts(text, ";")
    said = {}
    for part in rest:
        word, _, value = part.partition(" ")
        if word == "due":
            said["due"] = dict(enumerate(day(each) for each in parts(value)))
        elif word == "forecast":
            said["forecast_on"] = day(value)
        elif word == "done":
            said["done"] = frozenset(f"done {number}" for number in range(int(value)))
        elif part == "nobody leads":
            said["leads"] = frozenset()
        elif part == "said again":
            said["saying"] = "again"
        elif part == "title":
            said["title"] = "Another"
        else:
            said[part] = True
    return Facts(rag(stated), **said)


@pytest.mark.parametrize("row", truth_table("changes-since", "The kinds of a change"), ids=read_aloud)
def test_kinds_of_a_change(row):
    found = kinds_of_change(facts(row["Then"]), facts(row["Now"]))
    assert ", ".join(kind.words for kind in found) == row["Kinds"]


@pytest.mark.parametrize("row", truth_table("changes-since", "Silent"), ids=read_aloud)
def test_silent(row):
    said_for, lapsed = (
        None if row[column] == "none" else Quarter.parse(row[column])
        for column in ("Said for", "Last quarter whose cut-off has passed")
    )
    assert is_silent(said_for, rag(row["RAG"]), lapsed) is (row["Silent"] == "yes")


@pytest.mark.parametrize(
    "row", truth_table("changes-since", "The kinds of an indicator's change"), ids=read_aloud
)
def test_kinds_of_an_indicators_change(row):
    now, before = (
        None if row[column] == "none" else Decimal(row[column]) for column in ("Figure now", "Figure before")
    )
    found = kinds_of_indicator_change(
        polarity=None if row["Polarity"] == "none" else Polarity(row["Polarity"]),
        figures=None if now is None else (now, before),
        forecast=rag(row["Forecast now"]),
        forecast_then=rag(row["Forecast then"]),
        target_changed=row["Target changed"] == "yes",
    )
    assert ", ".join(kind.words for kind in found) == row["Kinds"]


def test_a_part_that_was_done_was_not_taken_away():
    then = Facts(rag("Green"), due={"i": date(2016, 6, 30)})
    assert [kind.words for kind in kinds_of_change(then, Facts(rag("Green"), done=frozenset({"i"})))] == [
        "Done"
    ]
