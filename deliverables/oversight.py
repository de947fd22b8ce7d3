"""Deliverables that a board oversees: those of its strands and single ones, its own and those of the boards below it.

In words, with the table that the tests run: docs/rules/oversight.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet

from core.words import count_words
from councils.tenancy import own_noun
from strategies.models import Strand
from strategies.oversight import boards_below, strands_by_oversight, strands_overseen_by

from .models import Deliverable, Overseen, SingleOversight
from .models.deliverable import PLAN_ORDER

NAMED = 6
"""Single deliverables of a board that the list of boards names. It counts the others."""


def overseen_by(board_slug: str) -> Overseen:
    """What the board oversees, as queries inside the query that uses it. Makes no query itself.

    Dropped deliverables are in it too, as far as the queryset shows them.
    """
    strands = strands_overseen_by(board_slug)
    return Overseen(
        strands=strands.values("id"),
        single=_singly_overseen_by(board_slug).values("deliverable_id"),
        whole_strategies=strands.filter(Q(in_whole=True)).values("strategy_id"),
    )


def strands_seen_by(board_slug: str) -> QuerySet[Strand, Any]:
    """Strands of which the board oversees anything. The queryset is lazy.

    `is_overseen` is False where it oversees only single deliverables. `single` has the ids of these.
    """
    singly = _singly_overseen_by(board_slug).filter(
        deliverable__strand_id=OuterRef("pk"), deliverable__dropped_on=None
    )
    ids = singly.order_by("deliverable_id").values("deliverable_id").distinct()
    strands = strands_by_oversight(board_slug).annotate(single=ArraySubquery(ids))
    return strands.filter(Q(is_overseen=True) | Exists(singly))


def overseen_in(strands: Iterable[Any]) -> Overseen:
    """What a board oversees, from its strands as `strands_seen_by` gives them."""
    seen = list(strands)
    whole = [each for each in seen if each.is_overseen]
    return Overseen(
        strands=[each.pk for each in whole],
        single=[pk for each in seen if not each.is_overseen for pk in each.single],
        whole_strategies=frozenset(each.strategy_id for each in whole if each.in_whole),
    )


@dataclass(frozen=True)
class SinglyOverseen:
    """Single deliverables of the plan that a board oversees itself, in plan order."""

    deliverables: tuple[Deliverable, ...]

    @property
    def first(self) -> tuple[Deliverable, ...]:
        return self.deliverables[:NAMED]

    @property
    def more(self) -> int:
        return len(self.deliverables[NAMED:])

    @property
    def words(self) -> str:
        """ "3 single milestones"."""
        nouns = {each.strategy.deliverable_noun for each in self.deliverables}
        noun = nouns.pop() if len(nouns) == 1 else own_noun("deliverable")
        return count_words(len(self.deliverables), f"single {noun.lower()}")


def singly_overseen() -> dict[int, SinglyOverseen]:
    """Single deliverables by the id of the board that oversees them itself, without dropped ones (1 query)."""
    in_plan = SingleOversight.objects.filter(deliverable__dropped_on=None)
    in_plan = in_plan.order_by(*(f"deliverable__{each}" for each in PLAN_ORDER))
    by_board: dict[int, list[Deliverable]] = {}
    for each in in_plan.select_related("deliverable__strand", "deliverable__strategy"):
        by_board.setdefault(each.board_id, []).append(each.deliverable)
    return {board_id: SinglyOverseen(tuple(rows)) for board_id, rows in by_board.items()}


def _singly_overseen_by(board_slug: str) -> QuerySet[SingleOversight, Any]:
    rows: QuerySet[SingleOversight, Any] = SingleOversight.objects.filter(
        board_id__in=boards_below(board_slug)
    )
    return rows
