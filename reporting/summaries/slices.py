"""Part of the plan that a board sees: what it oversees, and what the boards that report to it oversee.

In words: docs/decisions/0003-packs-and-mail.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from boards.models import Board
from deliverables.models import Deliverable
from deliverables.models.deliverable import DeliverableQuerySet
from indicators.models.indicator import IndicatorQuerySet
from indicators.oversight import indicators_watched
from strategies.models import Strand
from strategies.oversight import strands_overseen_by


@dataclass(frozen=True)
class Slice:
    """Strands in plan order. `whole_strategies` are the ids of strategies that are overseen as a whole."""

    strands: tuple[Strand, ...]
    whole_strategies: frozenset[int]

    def deliverables(self) -> DeliverableQuerySet:
        return Deliverable.objects.filter(strand_id__in=[strand.id for strand in self.strands])

    def indicators(self) -> IndicatorQuerySet:
        """All indicators of a strategy overseen as a whole. Of other strategies, those that the strands should move."""
        return indicators_watched(
            strands=[strand.id for strand in self.strands], whole_strategies=self.whole_strategies
        )


def slice_of(board: Board | None) -> Slice:
    """Strands that the board sees, or all strands without a board (1 query)."""
    if board is None:
        every = tuple(_in_plan_order(Strand.objects.all()))
        return Slice(every, frozenset(strand.strategy_id for strand in every))
    watched = tuple(_in_plan_order(strands_overseen_by(board.slug)))
    return Slice(watched, frozenset(strand.strategy_id for strand in watched if strand.in_whole))


def _in_plan_order(strands: QuerySet[Strand, Any]) -> QuerySet[Strand, Any]:
    return strands.select_related("strategy").order_by("strategy__position", "position", "id")
