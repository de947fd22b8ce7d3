"""Links of one deliverable to others, in the words of its page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from .models import Deliverable, DeliverableLink
from .rules.links import LinkKind


@dataclass(frozen=True)
class LinkLine:
    """One link as a page shows it: its word there, and the deliverable at its other end."""

    word: str
    other: Deliverable
    link: DeliverableLink


def links_of(deliverable: Deliverable) -> list[LinkLine]:
    """Links from and to a deliverable: those that lead from it first, by kind and plan order.

    1 query, and 1 more if there are any. One that joins both ends takes the database ten times as long to plan.
    """
    rows = list(
        DeliverableLink.objects.filter(Q(deliverable=deliverable) | Q(other=deliverable)).order_by("id")
    )
    ends = {end for row in rows for end in (row.deliverable_id, row.other_id)} - {deliverable.pk}
    others = Deliverable.with_dropped.select_related("strand", "strategy").in_bulk(ends) if ends else {}
    kinds = list(LinkKind)
    lines = []
    for row in rows:
        out, kind = row.deliverable_id == deliverable.pk, LinkKind(row.kind)
        other = others[row.other_id if out else row.deliverable_id]
        lines.append((kinds.index(kind), not out, LinkLine(kind.word if out else kind.word_back, other, row)))
    return [line for _, _, line in sorted(lines, key=lambda each: each[:2])]
