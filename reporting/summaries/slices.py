"""Part of the plan that a board sees: what it oversees, and what the boards that report to it oversee.

In words: docs/rules/oversight.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from boards.models import Board
from core.periods import Quarter
from deliverables.models import Deliverable, Overseen
from deliverables.models.deliverable import DeliverableQuerySet
from deliverables.oversight import overseen_in, strands_seen_by
from indicators.models.indicator import IndicatorQuerySet
from indicators.oversight import indicators_watched
from strategies.models import Strand, begun_by


@dataclass(frozen=True)
class Slice:
    """Strands of which anything is seen, in plan order, and what is seen of them. All are of plans that count in the
    quarter."""

    quarter: Quarter
    strands: tuple[Strand, ...]
    overseen: Overseen

    def deliverables(self) -> DeliverableQuerySet:
        return Deliverable.objects.filter(self.overseen.deliverables())

    def indicators(self) -> IndicatorQuerySet:
        """All indicators of a strategy overseen as a whole. Of others, those that its deliverables seen should move."""
        return indicators_watched(self.overseen).filter(begun_by(self.quarter, "strategy__"))


def slice_of(board: Board | None, quarter: Quarter) -> Slice:
    """Strands of which the board sees anything in the quarter, or all strands without a board (1 query)."""
    if board is None:
        every = tuple(_of_quarter(Strand.objects.all(), quarter))
        whole = frozenset(strand.strategy_id for strand in every)
        return Slice(quarter, every, Overseen([strand.pk for strand in every], whole_strategies=whole))
    seen = tuple(_of_quarter(strands_seen_by(board.slug), quarter))
    return Slice(quarter, seen, overseen_in(seen))


def _of_quarter(strands: QuerySet[Strand, Any], quarter: Quarter) -> QuerySet[Strand, Any]:
    """Strands of plans that count in the quarter, in plan order."""
    strands = strands.filter(begun_by(quarter, "strategy__"))
    return strands.select_related("strategy").order_by("strategy__position", "position", "id")
