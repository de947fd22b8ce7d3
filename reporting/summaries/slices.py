"""Which part of the plan a board sees: what it watches itself, and what the boards that report to it watch.

In words: docs/decisions/0003-packs-and-mail.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from boards.models import Board
from councils.tenancy import current_council_id
from deliverables.models import Deliverable
from deliverables.models.deliverable import DeliverableQuerySet
from indicators.models import ExpectedEffect, Indicator
from indicators.models.indicator import IndicatorQuerySet
from strategies.models import Oversight, Strand

# A board that reports to two others counts once; "union" also ends a circle of links.
_THOSE_BELOW = """
with recursive below(id) as (
    select %s::bigint
    union
    select link.child_id from boards_boardlink link join below on link.parent_id = below.id
    where link.council_id = %s
)
select id from below
"""


@dataclass(frozen=True)
class Slice:
    """The strands in view, in plan order; `whole_strategies` are the ids of those watched as a whole."""

    strands: tuple[Strand, ...]
    whole_strategies: frozenset[int]

    def deliverables(self) -> DeliverableQuerySet:
        return Deliverable.objects.filter(strand_id__in=[strand.id for strand in self.strands])

    def indicators(self) -> IndicatorQuerySet:
        """Every one of a strategy watched as a whole; of others, those that the strands should move."""
        expected = ExpectedEffect.objects.filter(
            indicator_id=OuterRef("pk"), deliverable__strand_id__in=[strand.id for strand in self.strands]
        )
        return Indicator.objects.filter(Q(strategy_id__in=self.whole_strategies) | Exists(expected))


def slice_of(board: Board | None) -> Slice:
    """What the board sees, or everything without a board (1 query)."""
    strands = Strand.objects.select_related("strategy").order_by("strategy__position", "position", "id")
    if board is None:
        found = tuple(strands)
        return Slice(found, frozenset(strand.strategy_id for strand in found))
    below = RawSQL(_THOSE_BELOW, [board.id, current_council_id()])  # noqa: S611 (a constant with parameters)
    watched = Oversight.objects.filter(board_id__in=below)
    whole = watched.filter(strategy_id=OuterRef("strategy_id"), strand=None)
    found = tuple(
        strands.annotate(in_whole=Exists(whole)).filter(
            Q(in_whole=True) | Exists(watched.filter(strand_id=OuterRef("pk")))
        )
    )
    return Slice(found, frozenset(strand.strategy_id for strand in found if strand.in_whole))
