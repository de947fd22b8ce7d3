"""Rules for filtering and sorting the list of deliverables. Pure functions.

For the rules in words and the truth tables that the tests run, see docs/rules/list.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from core.periods import Quarter
from core.rag import Direction, Rag
from core.words import WordedEnum

from .ratings import DuePointFacts

NOBODY = "nobody"
MONTH = re.compile(r"((?:19|20|21)[0-9]{2})-(0[1-9]|1[0-2])")
PLAIN_CHARACTERS = str.maketrans("’‘“”–—‐‑", "''\"\"----")

Row = TypeVar("Row")


class Due(WordedEnum):
    """Values of the filter by due date, besides a month such as "2016-09"."""

    OVERDUE = "overdue"
    THIS_QUARTER = "this-quarter"
    NEXT_QUARTER = "next-quarter"
    UNDATED = "undated"


class Sort(WordedEnum):
    """Sort orders of the list."""

    PLAN = "plan"
    DUE = "due"
    LEAD = "lead"
    STATED = "stated"
    SCHEDULE = "schedule"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Filters of the list. An empty filter matches everything.

    `lead` and `organisation` are public ids (`lead` may be NOBODY), `due` is a Due or a month, `strategy` a slug.
    """

    strategy: str = ""
    strand: str = ""
    rag: tuple[Rag, ...] = ()
    schedule: tuple[Rag, ...] = ()
    direction: Direction | None = None
    silent: bool = False
    disagrees: bool = False
    slipped: bool = False
    due: str = ""
    lead: str = ""
    organisation: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class ListedFacts:
    """Facts about a deliverable for filtering and sorting, as at the day of judgement.

    `leads` and `organisations` are public ids, `first_lead` is a name in words, `updated_on` is the day of the current
    update, and `texts` are all texts to search.
    """

    strategy: str
    strand: str
    stated: Rag
    schedule: Rag
    direction: Direction | None
    silent: bool
    disagrees: bool
    slipped: bool
    due_points: tuple[DuePointFacts, ...]
    leads: frozenset[str]
    unowned: bool
    organisations: frozenset[str]
    first_lead: str
    updated_on: date | None
    texts: tuple[str, ...]

    def open_days(self, today: date) -> list[date]:
        """Due dates of parts that are not done, earliest first. For a month or year, its last day."""
        return sorted(point.last_day for point in self.due_points if not point.is_done(today))


def fits(facts: ListedFacts, query: ListQuery, *, today: date) -> bool:
    """Whether the deliverable matches all filters. `today` is the day of judgement."""
    return (
        (not query.strategy or facts.strategy == query.strategy)
        and (not query.strand or facts.strand == query.strand)
        and _judgements_fit(facts, query)
        and (not query.due or due_fits(facts, query.due, today=today))
        and _people_fit(facts, query)
        and (not query.words or words_fit(facts.texts, query.words))
    )


def _judgements_fit(facts: ListedFacts, query: ListQuery) -> bool:
    return (
        (not query.rag or facts.stated in query.rag)
        and (not query.schedule or facts.schedule in query.schedule)
        and (query.direction is None or facts.direction == query.direction)
        and (facts.silent or not query.silent)
        and (facts.disagrees or not query.disagrees)
        and (facts.slipped or not query.slipped)
    )


def _people_fit(facts: ListedFacts, query: ListQuery) -> bool:
    if query.lead and not (facts.unowned if query.lead == NOBODY else query.lead in facts.leads):
        return False
    return not query.organisation or query.organisation in facts.organisations


def due_fits(facts: ListedFacts, due: str, *, today: date) -> bool:
    """Whether an open part is due then. For "undated", whether there are no parts at all."""
    days, quarter = facts.open_days(today), Quarter.of(today)
    match due:
        case Due.UNDATED:
            return not facts.due_points
        case Due.OVERDUE:
            return any(day < today for day in days)
        case Due.THIS_QUARTER:
            return any(Quarter.of(day) == quarter for day in days)
        case Due.NEXT_QUARTER:
            return any(Quarter.of(day) == quarter.next for day in days)
        case month:
            return any(f"{day:%Y-%m}" == month for day in days)


def words_fit(texts: Iterable[str], words: str) -> bool:
    """Whether each word occurs in one of the texts, also as part of a longer word."""
    folded_texts = [_folded(text) for text in texts]
    return all(any(word in text for text in folded_texts) for word in _folded(words).split())


def _folded(text: str) -> str:
    return text.translate(PLAIN_CHARACTERS).casefold()


def in_order(
    rows: Iterable[tuple[ListedFacts, Row]], sort: Sort, *, reverse: bool, today: date
) -> list[tuple[ListedFacts, Row]]:
    """Sort rows that are in plan order. Rows without a value come last. Equal rows keep their order."""
    keyed = [(_sort_key(facts, sort, today), (facts, row)) for facts, row in rows]
    if sort == Sort.PLAN:
        return [row for _, row in (reversed(keyed) if reverse else keyed)]
    valued = sorted(
        (each for each in keyed if each[0] is not None), key=lambda each: each[0], reverse=reverse
    )
    return [row for _, row in valued] + [row for key, row in keyed if key is None]


def _sort_key(facts: ListedFacts, sort: Sort, today: date) -> Any:
    """Sort key of a row. None if it has no value."""
    match sort:
        case Sort.DUE:
            return next(iter(facts.open_days(today)), None)
        case Sort.LEAD:
            return facts.first_lead.casefold() or None
        case Sort.STATED:
            return _rank(facts.stated)
        case Sort.SCHEDULE:
            return _rank(facts.schedule)
        case Sort.UPDATED:
            return facts.updated_on
    return None


def _rank(rag: Rag) -> int | None:
    return None if rag == Rag.NOT_RATED else rag.rank
