"""Strands that a board oversees: its own, and those of the boards that report to it.

For the reasons, see docs/decisions/0003-packs-and-mail.md.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from councils.tenancy import current_council_id

from .models import Oversight, Strand

# "union" counts a board that reports to two others once, and ends a circle of links.
_BOARDS_BELOW = """
with recursive below(id) as (
    select id from boards_board where slug = %s and council_id = %s
    union
    select link.child_id from boards_boardlink link join below on link.parent_id = below.id
    where link.council_id = %s
)
select id from below
"""


def boards_below(board_slug: str) -> RawSQL:
    """Ids of the board and of those that report to it, directly or through others, to use in a query."""
    council = current_council_id()
    return RawSQL(_BOARDS_BELOW, [board_slug, council, council])  # noqa: S611 (a constant with parameters)


def strands_by_oversight(board_slug: str) -> QuerySet[Strand, Any]:
    """All strands. `in_whole`: whether their whole strategy is overseen, `is_overseen`: whether it or they are."""
    oversights = Oversight.objects.filter(board_id__in=boards_below(board_slug))
    whole = Exists(oversights.filter(strategy_id=OuterRef("strategy_id"), strand=None))
    itself = Exists(oversights.filter(strand_id=OuterRef("pk")))
    strands: QuerySet[Strand, Any] = Strand.objects.annotate(in_whole=whole, is_overseen=whole | itself)
    return strands


def strands_overseen_by(board_slug: str) -> QuerySet[Strand, Any]:
    """Strands that the board oversees, itself or through boards below it. Empty for an unknown slug.

    Single deliverables are not in it, see `deliverables.oversight`. The queryset is lazy, so this makes no query.
    """
    return strands_by_oversight(board_slug).filter(Q(is_overseen=True))
