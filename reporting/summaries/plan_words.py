"""Glossary of a council's plan: its abbreviations, initials and nouns, in five queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast

from boards.models import Board
from councils.models import Organisation, Person
from deliverables.models import Deliverable
from indicators.models import Indicator
from strategies.models import (
    Achievement,
    ImprovementStatement,
    KeyOutcome,
    Measure,
    Outcome,
    PlannedAction,
    PrintedPriority,
    Priority,
    Reference,
    Strand,
    Strategy,
)

from ..glossary import Abbreviations, abbreviations, initials_of
from .dashboard import Dashboard

TEXTS: dict[type[Any], tuple[str, ...]] = {
    Strategy: ("title", "summary", "contributors"),
    Strand: ("title", "long_term_plan"),
    Priority: ("title",),
    PrintedPriority: ("text",),
    Achievement: ("text",),
    PlannedAction: ("text",),
    Reference: ("text",),
    KeyOutcome: ("title",),
    ImprovementStatement: ("text",),
    Outcome: ("title", "source_text"),
    Measure: ("text",),
    Deliverable: ("title", "detail", "refers_to"),
    Indicator: ("title", "group", "breakdown"),
    Board: ("name", "purpose"),
}
LISTS = {(Deliverable, "detail")}


@dataclass(frozen=True, slots=True)
class Initials:
    """A person whom the plan names by initials. `name` is empty until someone says who that is."""

    letters: str
    name: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """Abbreviations and people's initials. `noun` and `part` are the plan's nouns for deliverable and strand."""

    abbreviations: Abbreviations
    people: tuple[Initials, ...]
    noun: str
    part: str

    @property
    def known_people(self) -> list[Initials]:
        return [person for person in self.people if person.name]

    @property
    def unknown_people(self) -> list[str]:
        return [person.letters for person in self.people if not person.name]


def glossary_of_plan() -> Glossary:
    """Glossary of the current council (5 queries, whatever the size of its plan)."""
    boards = [(board.name, board.aliases) for board in Board.objects.in_order()]
    organisations = Organisation.objects.exclude(abbreviation="").order_by("name")
    people = [
        Initials(*row) for row in Person.objects.kept().exclude(initials="").values_list("initials", "name")
    ]
    nouns = list(Strategy.objects.values_list("deliverable_noun", "strand_noun"))
    texts = list(_texts())
    own, hinted = own_meanings(boards)
    own |= dict(organisations.values_list("abbreviation", "name"))
    return Glossary(
        abbreviations=abbreviations(
            texts, own=own, hinted=hinted, others=[person.letters for person in people]
        ),
        people=tuple(people),
        noun=_only({noun for noun, _ in nouns}, "Deliverable"),
        part=_only({part for _, part in nouns}, "Strand"),
    )


def abbreviations_on(dashboard: Dashboard, boards: Iterable[tuple[str, Iterable[str]]]) -> Abbreviations:
    """Abbreviations in the titles that a dashboard shows (no query)."""
    named = list(boards)
    texts = [
        *(strategy.title for strategy in dashboard.strategies),
        *(strand.title for strand in dashboard.strands),
        *(line.title for shown in dashboard.every for line in shown),
        *(name for name, _ in named),
    ]
    own, hinted = own_meanings(named)
    return abbreviations(texts, own=own, hinted=hinted)


def own_meanings(boards: Iterable[tuple[str, Iterable[str]]]) -> tuple[dict[str, str], dict[str, str]]:
    """Meanings that boards, given as names with aliases, give: printed ones, and those that initials hint at."""
    named = list(boards)
    return dict(_letter_aliases(named)), _by_initials(named)


def _letter_aliases(boards: Iterable[tuple[str, Iterable[str]]]) -> Iterator[tuple[str, str]]:
    """Aliases of boards that are only letters, with the board's name."""
    for name, aliases in boards:
        yield from ((alias, name) for alias in aliases if alias.isupper())


def _by_initials(boards: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    return {initials_of(name): name for name, _ in boards}


def _texts() -> Iterator[str]:
    first, *others = (_column(model, name) for model, names in TEXTS.items() for name in names)
    for (text,) in first.union(*others):
        yield text


def _column(model: type[Any], name: str) -> QuerySet[Any, Any]:
    text = Func(F(name), Value(" "), function="array_to_string") if (model, name) in LISTS else F(name)
    column: QuerySet[Any, Any] = model.objects.order_by().values_list(Cast(text, TextField()))
    return column


def _only(words: set[str], otherwise: str) -> str:
    return words.pop() if len(words) == 1 else otherwise
