"""Find plans, deliverables, indicators, people, boards, packs and what stands beside plans by words in their names.

Every word has to be in the row, in any order, in capitals or not. A word may also be a reference (A1) or initials.
Each kind is read in one query, which shows the first `MOST_SHOWN` and counts the others; deliverables that were dropped
in one of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat

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

from .beside_plans import areas, budget_lines, evidence, risks
from .matching import Found, Hit, found_of, matching, url_of

MOST_CHARACTERS = 100


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
        (Permission.PLAN_VIEW, risks),
        (Permission.PLAN_VIEW, budget_lines),
        (Permission.PROGRESS_VIEW, areas),
        (Permission.PROGRESS_VIEW, evidence),
    )
    words = typed.split()
    found = [search(words, actor) for permission, search in kinds if can(actor, permission)]
    return [kind for kind in found if kind.total]


def _plans(words: list[str], actor: Actor) -> Found:
    rows = matching(Strategy.objects.order_by("position", "id"), words, "title", "summary")
    return found_of(
        "Plans", rows, lambda row: Hit(row.title, url_of(actor, "strategies:strategy", slug=row.slug))
    )


def _strands(words: list[str], actor: Actor) -> Found:
    rows = Strand.objects.select_related("strategy").order_by("strategy__position", "position", "id")
    rows = rows.annotate(other_names=_Joined(F("aliases")))
    rows = matching(rows, words, "title", "other_names", exactly=("code",))

    def hit(row: Strand) -> Hit:
        url = url_of(actor, "strategies:strand", slug=row.strategy.slug, code=row.code)
        return Hit(str(row), url, row.strategy.title)

    own = actor.council.strand_noun
    return found_of(plural(own) if own else "Parts of a plan", rows, hit)


def _deliverables(words: list[str], actor: Actor) -> Found:
    """Those in the plan, then those that were dropped (2 queries)."""
    kept = _matching_deliverables(Deliverable.objects.in_plan_order(), words)
    dropped = _matching_deliverables(
        Deliverable.with_dropped.exclude(dropped_on=None).order_by("-dropped_on", "id"), words
    )

    def hit(row: Deliverable) -> Hit:
        url = url_of(actor, "deliverables:deliverable", deliverable=row.public_id)
        return Hit(row.name, url, row.strand.title, row.is_dropped)

    nouns = {row.strategy.deliverable_noun for row in (*kept, *dropped)}
    heading = plural(nouns.pop() if len(nouns) == 1 else own_noun("Deliverable"))
    listed, others = (rows[0].matches if rows else 0 for rows in (kept, dropped))
    all_url = list_address(actor.council.slug, q=" ".join(words)) if listed > len(kept) else ""
    found = found_of(heading, [*kept, *dropped], hit, all_url)
    return replace(found, total=listed + others, listed=listed)


def _matching_deliverables(rows: QuerySet[Deliverable], words: list[str]) -> list[Any]:
    rows = rows.select_related("strategy", "strand")
    number = _WithoutDot(F("number"))
    rows = rows.annotate(
        details=_Joined(F("detail")),
        plain_reference=Concat("strand__code", number, output_field=TextField()),
        dotted_reference=Concat("strand__code", Value("."), number, output_field=TextField()),
    )
    # A number such as 1.10 may already have the code of its strand.
    own = ("number",) if any("." in word for word in words) else ()
    exactly = ("plain_reference", "dotted_reference", *own)
    return list(matching(rows, words, "title", "details", exactly=exactly))


def _indicators(words: list[str], actor: Actor) -> Found:
    rows = Indicator.objects.in_table_order().with_parents().select_related("strategy")
    rows = matching(rows, words, "title", "parent__title", "parent__parent__title", exactly=("label",))

    def hit(row: Indicator) -> Hit:
        return Hit(
            row.full_name, url_of(actor, "indicators:indicator", indicator=row.public_id), row.strategy.title
        )

    return found_of("Indicators", rows, hit)


def _boards(words: list[str], actor: Actor) -> Found:
    rows = Board.objects.in_order().annotate(other_names=_Joined(F("aliases")))
    rows = matching(rows, words, "name", "other_names")
    return found_of(
        "Boards", rows, lambda row: Hit(row.name, url_of(actor, "reporting:board", slug=row.slug))
    )


def _people(words: list[str], actor: Actor) -> Found:
    rows = Person.objects.kept().select_related("organisation").order_by("name", "initials", "id")
    rows = matching(rows, words, "name", "organisation__name", exactly=("initials",))

    def hit(row: Person) -> Hit:
        url = url_of(actor, "councils:person", person=row.public_id)
        return Hit(row.label, url, row.organisation.name if row.organisation else "")

    return found_of("People", rows, hit)


def _packs(words: list[str], actor: Actor) -> Found:
    rows = matching(visible_packs(actor).for_list(), words, "board__name", "period__label")

    def hit(row: Any) -> Hit:
        name = f"{row.board.name}, {Quarter.parse(row.period.label).words}"
        return Hit(name, url_of(actor, "packs:pack", pack=row.public_id), f"Edition {row.edition}")

    return found_of("Packs", rows, hit)
