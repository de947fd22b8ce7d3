"""Find plans, deliverables, indicators, people, boards and packs by words in their names.

Every word has to be in the row, in any order, in capitals or not. A word may also be a reference (A1) or initials.
Each kind is read in one query, which shows the first `MOST_SHOWN` and counts the others; deliverables that were dropped
in one of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet, TextField, Value, Window
from django.db.models.functions import Concat
from django.urls import reverse

from boards.models import Board
from core.periods import Quarter
from core.words import plural
from councils.actors import Actor, can
from councils.models import Person
from councils.permissions import Permission
from councils.tenancy import own_noun
from deliverables.addresses import list_address
from deliverables.models import Deliverable
from indicators.models import Indicator
from packs.access import visible_packs
from strategies.models import Strand, Strategy

MOST_SHOWN = 10
MOST_CHARACTERS = 100


@dataclass(frozen=True)
class Hit:
    """One row that matches. `where` says what it belongs to, "" if that is the same for all."""

    name: str
    url: str
    where: str = ""
    is_dropped: bool = False


@dataclass(frozen=True)
class Found:
    """What matches of one kind. `total` includes what is not shown. `all_url` shows `listed` of them, "" for none."""

    heading: str
    hits: Sequence[Hit]
    total: int
    all_url: str = ""
    listed: int = 0


class _Joined(Func):
    """A text array as one text."""

    function = "array_to_string"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()


class _WithoutDot(Func):
    """A printed number such as "11." without its dot."""

    function = "rtrim"
    template = "%(function)s(%(expressions)s, '.')"
    output_field = TextField()


def find(typed: str, *, actor: Actor) -> list[Found]:
    """What matches the typed words, by kind. Leaves out kinds without a match or that the actor may not see."""
    kinds: tuple[tuple[Permission, Callable[[list[str], Actor], Found]], ...] = (
        (Permission.PLAN_VIEW, _plans),
        (Permission.PLAN_VIEW, _strands),
        (Permission.PROGRESS_VIEW, _deliverables),
        (Permission.INDICATORS_VIEW, _indicators),
        (Permission.BOARDS_VIEW, _boards),
        (Permission.PEOPLE_NAMES, _people),
        (Permission.PLAN_VIEW, _packs),
    )
    words = typed.split()
    found = [search(words, actor) for permission, search in kinds if can(actor, permission)]
    return [kind for kind in found if kind.total]


def _plans(words: list[str], actor: Actor) -> Found:
    rows = _matching(Strategy.objects.order_by("position", "id"), words, "title", "summary")
    return _found(
        "Plans", rows, lambda row: Hit(row.title, _url(actor, "strategies:strategy", slug=row.slug))
    )


def _strands(words: list[str], actor: Actor) -> Found:
    rows = Strand.objects.select_related("strategy").order_by("strategy__position", "position", "id")
    rows = rows.annotate(other_names=_Joined(F("aliases")))
    matching = _matching(rows, words, "title", "other_names", exactly=("code",))

    def hit(row: Strand) -> Hit:
        url = _url(actor, "strategies:strand", slug=row.strategy.slug, code=row.code)
        return Hit(str(row), url, row.strategy.title)

    own = actor.council.strand_noun
    return _found(plural(own) if own else "Parts of a plan", matching, hit)


def _deliverables(words: list[str], actor: Actor) -> Found:
    """Those in the plan, then those that were dropped (2 queries)."""
    kept = _matching_deliverables(Deliverable.objects.in_plan_order(), words)
    dropped = _matching_deliverables(
        Deliverable.with_dropped.exclude(dropped_on=None).order_by("-dropped_on", "id"), words
    )

    def hit(row: Deliverable) -> Hit:
        url = _url(actor, "deliverables:deliverable", deliverable=row.public_id)
        return Hit(row.name, url, row.strand.title, row.is_dropped)

    nouns = {row.strategy.deliverable_noun for row in (*kept, *dropped)}
    heading = plural(nouns.pop() if len(nouns) == 1 else own_noun("Deliverable"))
    listed, others = (rows[0].matches if rows else 0 for rows in (kept, dropped))
    all_url = list_address(actor.council.slug, q=" ".join(words)) if listed > len(kept) else ""
    found = _found(heading, [*kept, *dropped], hit, all_url)
    return replace(found, total=listed + others, listed=listed)


def _matching_deliverables(rows: QuerySet[Deliverable], words: list[str]) -> list[Any]:
    rows = rows.select_related("strategy", "strand")
    number = _WithoutDot(F("number"))
    rows = rows.annotate(
        details=_Joined(F("detail")),
        plain_reference=Concat("strand__code", number, output_field=TextField()),
        dotted_reference=Concat("strand__code", Value("."), number, output_field=TextField()),
    )
    exactly = ("plain_reference", "dotted_reference")
    return list(_matching(rows, words, "title", "details", exactly=exactly))


def _indicators(words: list[str], actor: Actor) -> Found:
    rows = Indicator.objects.in_table_order().with_parents().select_related("strategy")
    matching = _matching(rows, words, "title", "parent__title", "parent__parent__title", exactly=("label",))

    def hit(row: Indicator) -> Hit:
        return Hit(
            row.full_name, _url(actor, "indicators:indicator", indicator=row.public_id), row.strategy.title
        )

    return _found("Indicators", matching, hit)


def _boards(words: list[str], actor: Actor) -> Found:
    rows = Board.objects.in_order().annotate(other_names=_Joined(F("aliases")))
    matching = _matching(rows, words, "name", "other_names")
    return _found(
        "Boards", matching, lambda row: Hit(row.name, _url(actor, "reporting:board", slug=row.slug))
    )


def _people(words: list[str], actor: Actor) -> Found:
    rows = Person.objects.kept().select_related("organisation").order_by("name", "initials", "id")
    matching = _matching(rows, words, "name", "organisation__name", exactly=("initials",))

    def hit(row: Person) -> Hit:
        url = _url(actor, "councils:person", person=row.public_id)
        return Hit(row.label, url, row.organisation.name if row.organisation else "")

    return _found("People", matching, hit)


def _packs(words: list[str], actor: Actor) -> Found:
    rows = _matching(visible_packs(actor).for_list(), words, "board__name", "period__label")

    def hit(row: Any) -> Hit:
        name = f"{row.board.name}, {Quarter.parse(row.period.label).words}"
        return Hit(name, _url(actor, "packs:pack", pack=row.public_id), f"Edition {row.edition}")

    return _found("Packs", rows, hit)


def _matching(
    rows: QuerySet[Any], words: Iterable[str], *columns: str, exactly: Sequence[str] = ()
) -> QuerySet[Any]:
    """Rows in which each word is part of a column, or is the whole of an `exactly` column. Counts them in `matches`."""
    for word in words:
        either = Q()
        for column in columns:
            either |= Q(**{f"{column}__icontains": word})
        for column in exactly:
            either |= Q(**{f"{column}__iexact": word})
        rows = rows.filter(either)
    counted: QuerySet[Any] = rows.annotate(matches=Window(Count("id")))
    return counted[:MOST_SHOWN]


def _found(heading: str, rows: Iterable[Any], hit: Callable[[Any], Hit], all_url: str = "") -> Found:
    shown = list(rows)
    hits = [hit(row) for row in shown]
    if len({each.where for each in hits}) == 1 and len(hits) > 1:
        hits = [replace(each, where="") for each in hits]
    return Found(heading, hits, shown[0].matches if shown else 0, all_url)


def _url(actor: Actor, name: str, **arguments: Any) -> str:
    return reverse(name, kwargs={"council": actor.council.slug, **arguments})
