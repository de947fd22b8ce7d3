"""Fetch one deliverable of the current council, or raise Http404 with a sentence. No other function does."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404

from .models import Deliverable


def get_deliverable(public_id: UUID | str) -> Deliverable:
    """Fetch a deliverable with its strategy and strand (1 query)."""
    try:
        return Deliverable.objects.select_related("strategy", "strand").get(public_id=public_id)
    except (Deliverable.DoesNotExist, ValidationError):
        raise Http404("Deliverable not found.") from None
