"""Which strands a board sees: those it watches itself, and those that the boards reporting to it watch.

In words: docs/decisions/0003-packs-and-mail.md.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from councils.tenancy import current_council_id

from .models import Oversight, Strand

# A board that reports to two others counts once; "union" also ends a circle of links.
_THOSE_BELOW = """
with recursive below(id) as (
    select id from boards_board where slug = %s and council_id = %s
    union
    select link.child_id from boards_boardlink link join below on link.parent_id = below.id
    where link.council_id = %s
)
select id from below
"""


def strands_watched_by(board_slug: str) -> QuerySet[Strand, Any]:
    """The board's slice of the plans; each strand's `in_whole` says whether its whole strategy is watched.

    A slug that no board has gives nothing. Nothing is asked before the queryset is read.
    """
    council = current_council_id()
    below = RawSQL(_THOSE_BELOW, [board_slug, council, council])  # noqa: S611 (a constant with parameters)
    watched = Oversight.objects.filter(board_id__in=below)
    whole = watched.filter(strategy_id=OuterRef("strategy_id"), strand=None)
    found: QuerySet[Strand, Any] = Strand.objects.annotate(in_whole=Exists(whole)).filter(
        Q(in_whole=True) | Exists(watched.filter(strand_id=OuterRef("pk")))
    )
    return found
