"""Fetch a single indicator of the current council, or raise a 404 that says so."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404

from .models import Indicator


def get_indicator(public_id: UUID | str) -> Indicator:
    """Indicator with its strategy, key outcome, the rows above it and its replacement. Raises Http404."""
    related = Indicator.objects.with_parents().select_related("strategy", "key_outcome", "replaced_by")
    try:
        found: Indicator = related.get(public_id=public_id)
        return found
    except (Indicator.DoesNotExist, ValidationError):
        raise Http404("Indicator not found.") from None
