"""Where a row of an indicator table may stand, and who may own it, as choices of a form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from councils.models import Person, Post
from strategies.models import KeyOutcome, Strategy

from .actions import Place
from .models import Indicator
from .models.indicator import DEEPEST

Choices = list[tuple[str, Any]]


@dataclass(frozen=True)
class Places:
    """Places by the key that a form posts. `choices` are grouped by table."""

    choices: Choices
    of: dict[str, Place]

    @staticmethod
    def key_of(place: Place) -> str:
        if place.parent:
            return f"row:{place.parent.public_id}"
        if place.key_outcome:
            return f"outcome:{place.key_outcome.public_id}"
        return f"secondary:{place.strategy.public_id}"


def places(*, around: Indicator | None = None) -> Places:
    """Places of all tables, or of the table `around` a row, without the row itself (at most 3 queries)."""
    found: dict[str, Place] = {}
    choices: Choices = []
    for strategy, set_, starts, rows in _tables(around):
        of_table = [*starts, *(Place.below(row) for row in rows)]
        keyed = {Places.key_of(place): place for place in of_table}
        found |= keyed
        name = f"{strategy.title}: {Indicator.Set(set_).label.lower()}"
        if keyed:
            choices.append((name, [(key, _words(place)) for key, place in keyed.items()]))
    return Places(choices, found)


def _tables(around: Indicator | None) -> Iterable[tuple[Strategy, str, list[Place], list[Indicator]]]:
    strategies = {each.pk: each for each in Strategy.objects.order_by("position", "id")}
    outcomes = list(KeyOutcome.objects.order_by("position", "id"))
    rows = list(Indicator.objects.filter(depth__lt=DEEPEST).in_table_order())
    by_id = {row.pk: row for row in rows}
    shared = {outcome.pk: outcome for outcome in outcomes}
    for row in rows:
        row.strategy = strategies[row.strategy_id]
        row.key_outcome = shared[row.key_outcome_id] if row.key_outcome_id else None
        if row.parent_id:
            row.parent = by_id[row.parent_id]
    for strategy in strategies.values():
        for set_ in Indicator.Set:
            if around and (around.strategy_id, around.set) != (strategy.pk, set_):
                continue
            own = [each for each in outcomes if each.strategy_id == strategy.pk]
            starts = (
                [Place(strategy, each) for each in own] if set_ == Indicator.Set.MAIN else [Place(strategy)]
            )
            inside = [
                row
                for row in rows
                if (row.strategy_id, row.set) == (strategy.pk, set_)
                and (around is None or row.pk != around.pk)
            ]
            yield strategy, set_, starts, inside


def _words(place: Place) -> str:
    if place.parent:
        return f"Below {place.parent.full_name}"
    if place.key_outcome:
        number = f"{place.key_outcome.number}. " if place.key_outcome.number else ""
        return f"Key outcome {number}{place.key_outcome.title}"
    return "Secondary table"


@dataclass(frozen=True)
class Rows:
    """Rows of all tables by the key that a form posts. `choices` are grouped by table."""

    choices: Choices
    of: dict[str, Indicator]


def rows_to_choose(none: str, *, without: Indicator | None = None, **filters: Any) -> Rows:
    """Rows of the council that have these columns. `none` are the words for no row (1 query)."""
    found = Indicator.objects.filter(**filters).in_table_order().select_related("strategy").with_parents()
    rows = [row for row in found if without is None or row.pk != without.pk]
    groups = [
        (table, [(str(row.public_id), row.full_name) for row in of_table])
        for table, of_table in groupby(
            rows, key=lambda row: f"{row.strategy.title}: {row.get_set_display().lower()}"
        )
    ]
    return Rows([("", none), *groups], {str(row.public_id): row for row in rows})


@dataclass(frozen=True)
class Owners:
    """Persons and posts by the key that a form posts."""

    choices: Choices
    of: dict[str, Person | Post]

    @staticmethod
    def key_of(owner: Person | Post | None) -> str:
        if owner is None:
            return ""
        return f"{'person' if isinstance(owner, Person) else 'post'}:{owner.public_id}"


def owners() -> Owners:
    """Who may own an indicator (2 queries)."""
    people = {Owners.key_of(each): each for each in Person.objects.kept().order_by("name", "initials", "id")}
    posts = {Owners.key_of(each): each for each in Post.objects.order_by("title", "id")}
    groups = [
        ("People", [(key, each.label) for key, each in people.items()]),
        ("Posts", [(key, each.title) for key, each in posts.items()]),
    ]
    return Owners([("", "Nobody yet"), *(group for group in groups if group[1])], {**people, **posts})
