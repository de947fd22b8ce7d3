"""Fetch one deliverable of the current council, or raise Http404 with a sentence. No other function does.

A dropped deliverable is only found by `get_deliverable_or_dropped`, for its own page and to bring it back.
"""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404

from councils.tenancy import own_noun

from .models import Deliverable, DeliverableLink
from .models.deliverable import DeliverableQuerySet


def get_deliverable(public_id: UUID | str) -> Deliverable:
    """Fetch a deliverable with its strategy and strand (1 query)."""
    return _get(Deliverable.objects.select_related("strategy", "strand"), public_id)


def get_deliverable_with_parts(public_id: UUID | str) -> Deliverable:
    """Fetch a deliverable with what its ratings need, except its updates (3 queries)."""
    return _get(Deliverable.objects.with_parts(), public_id)


def get_deliverable_or_dropped(public_id: UUID | str, *, lock: bool = False) -> Deliverable:
    """Fetch a deliverable, dropped or not, with what its ratings need, except its updates (3 queries).

    `lock` it until the transaction ends, for a form that saves it.
    """
    rows = Deliverable.with_dropped.with_parts()
    return _get(rows.select_for_update(of=("self",)) if lock else rows, public_id)


def get_link(deliverable: Deliverable, public_id: UUID, *, lock: bool = False) -> DeliverableLink:
    """A link from or to this deliverable, with both (1 query)."""
    rows = DeliverableLink.objects.filter(Q(deliverable=deliverable) | Q(other=deliverable))
    rows = rows.select_related(
        *("deliverable__strand", "deliverable__strategy", "other__strand", "other__strategy")
    )
    found: DeliverableLink | None = (
        (rows.select_for_update(of=("self",)) if lock else rows).filter(public_id=public_id).first()
    )
    if found is None:
        raise Http404("Link not found. It may have been removed.")
    return found


def _get(deliverables: DeliverableQuerySet, public_id: UUID | str) -> Deliverable:
    try:
        return deliverables.get(public_id=public_id)
    except (Deliverable.DoesNotExist, ValidationError):
        raise Http404(f"{own_noun('Deliverable')} not found.") from None
