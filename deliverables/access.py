"""The only way to one deliverable of the council in force; what is not there is a 404 in words."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404

from .models import Deliverable


def get_deliverable(public_id: UUID | str) -> Deliverable:
    """With its strategy and strand."""
    try:
        return Deliverable.objects.select_related("strategy", "strand").get(public_id=public_id)
    except (Deliverable.DoesNotExist, ValidationError):
        raise Http404("Deliverable not found.") from None
