"""Fetch one deliverable of the current council, or raise Http404 with a sentence. No other function does."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404

from .models import Deliverable
from .models.deliverable import DeliverableQuerySet


def get_deliverable(public_id: UUID | str) -> Deliverable:
    """Fetch a deliverable with its strategy and strand (1 query)."""
    return _get(Deliverable.objects.select_related("strategy", "strand"), public_id)


def get_deliverable_with_parts(public_id: UUID | str) -> Deliverable:
    """Fetch a deliverable with what its ratings need, except its updates (3 queries)."""
    return _get(Deliverable.objects.with_parts(), public_id)


def _get(deliverables: DeliverableQuerySet, public_id: UUID | str) -> Deliverable:
    try:
        return deliverables.get(public_id=public_id)
    except (Deliverable.DoesNotExist, ValidationError):
        raise Http404("Deliverable not found.") from None
