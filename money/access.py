"""Fetch one budget line of the current council, or raise Http404 with a sentence. No other function does."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from .models import BudgetLine


def get_line(public_id: UUID, *, lock: bool = False) -> BudgetLine:
    """Line with its plan (1 query). With `lock`, nobody else can change it until the transaction ends."""
    rows = BudgetLine.objects.select_related("strategy")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(public_id=public_id).first()
    if found is None:
        raise Http404("Budget line not found. It may have been removed.")
    return found
