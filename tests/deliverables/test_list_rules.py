import re
from datetime import date
from typing import Any

import pytest

from core.rag import Direction, Rag
from deliverables.rules.listing import NOBODY, ListedFacts, ListQuery, Sort, fits, in_order, words_fit
from tests.truth_tables import day, due_points, parts, rag, read_aloud, truth_table

TODAY = date(2016, 7, 8)
PLAIN = {
    "strategy": "send",
    "strand": "A",
    "stated": Rag.GREEN,
    "schedule": Rag.GREEN,
    "direction": Direction.SAME,
    "silent": False,
    "disagrees": False,
    "slipped": False,
    "due_points": (),
    "leads": frozenset(),
    "unowned": False,
    "organisations": frozenset(),
    "first_lead": "",
    "updated_on": None,
    "texts": (),
}


def facts(**values) -> ListedFacts:
    return ListedFacts(**PLAIN | values)


def asked(text: str) -> ListQuery:
    """Parse a query such as "rag=red rag=amber silent=yes", as the page does."""
    found: dict[str, Any] = {}
    for name, value in (part.split("=") for part in text.split() if part != "-"):
        match name:
            case "rag" | "schedule":
                found[name] = (*found.get(name, ()), Rag(value))
            case "direction":
                found[name] = Direction(value)
            case "silent" | "disagrees" | "slipped":
                found[name] = value == "yes"
            case _:
                found[name] = value
    return ListQuery(**found)


def a_direction(text: str) -> Direction | None:
    return None if text == "none" else Direction(text.replace(" ", "_"))


@pytest.mark.parametrize("row", truth_table("list", "Which judgements fit"), ids=read_aloud)
def test_which_judgements_fit(row):
    listed = facts(
        stated=rag(row["Stated"]),
        schedule=rag(row["Schedule"]),
        direction=a_direction(row["Direction"]),
        **{name: row[name.capitalize()] == "yes" for name in ("silent", "disagrees", "slipped")},
    )
    assert fits(listed, asked(row["Asked"]), today=TODAY) is (row["Found"] == "yes")


@pytest.mark.parametrize("row", truth_table("list", "Which dates fit"), ids=read_aloud)
def test_which_dates_fit(row):
    listed = facts(due_points=tuple(due_points(row["Due points"])))
    assert fits(listed, ListQuery(due=row["Asked"]), today=day(row["Day"])) is (row["Found"] == "yes")


@pytest.mark.parametrize("row", truth_table("list", "Which words fit"), ids=read_aloud)
def test_which_words_fit(row):
    texts = parts(row["The deliverable says"], ";")
    assert words_fit(texts, row["Asked"]) is (row["Found"] == "yes")
    assert fits(facts(texts=tuple(texts)), ListQuery(words=row["Asked"]), today=TODAY) is (
        row["Found"] == "yes"
    )


ORDERED_BY = {
    "due": lambda text: {"due_points": tuple(due_points(text, ","))},
    "lead": lambda text: {"first_lead": "" if text == NOBODY else text},
    "stated": lambda text: {"stated": rag(text)},
    "schedule": lambda text: {"schedule": rag(text)},
    "updated": lambda text: {"updated_on": None if text == "never" else day(text)},
    "plan": lambda text: {},
}


@pytest.mark.parametrize("row", truth_table("list", "Which comes first"), ids=read_aloud)
def test_which_comes_first(row):
    sort = row["Sort"].lstrip("-")
    plan = [re.fullmatch(r"(\w+) ?(.*)", each).groups() for each in parts(row["In the plan"], ";")]
    rows = [(facts(**ORDERED_BY[sort](value)), name) for name, value in plan]
    shown = in_order(rows, Sort(sort), reverse=row["Sort"].startswith("-"), today=TODAY)
    assert [name for _, name in shown] == parts(row["Shown"], ";")


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (ListQuery(), True),
        (ListQuery(strategy="send"), True),
        (ListQuery(strategy="other"), False),
        (ListQuery(strand="A"), True),
        (ListQuery(strand="B"), False),
        (ListQuery(strand="A", rag=(Rag.GREEN,)), True),
        (ListQuery(strand="A", rag=(Rag.RED,)), False),
    ],
)
def test_every_question_must_be_answered(question, found):
    assert fits(facts(), question, today=TODAY) is found
