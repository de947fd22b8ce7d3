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


def strands_overseen_by(board_slug: str) -> QuerySet[Strand, Any]:
    """Strands that the board oversees, itself or through boards below it. Empty for an unknown slug.

    Each strand has `in_whole`: whether the whole strategy is overseen. The queryset is lazy, so this makes no query.
    """
    council = current_council_id()
    board_ids = RawSQL(_BOARDS_BELOW, [board_slug, council, council])  # noqa: S611 (a constant with parameters)
    oversights = Oversight.objects.filter(board_id__in=board_ids)
    whole = oversights.filter(strategy_id=OuterRef("strategy_id"), strand=None)
    strands: QuerySet[Strand, Any] = Strand.objects.annotate(in_whole=Exists(whole)).filter(
        Q(in_whole=True) | Exists(oversights.filter(strand_id=OuterRef("pk")))
    )
    return strands
