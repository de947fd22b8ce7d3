"""The only way to one indicator of the council in force; what is not there is a 404 in words."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404

from .models import Indicator


def get_indicator(public_id: UUID | str) -> Indicator:
    """With its strategy, key outcome and parent row."""
    related = Indicator.objects.select_related("strategy", "key_outcome", "parent", "replaced_by")
    try:
        return related.get(public_id=public_id)
    except (Indicator.DoesNotExist, ValidationError):
        raise Http404("Indicator not found.") from None
