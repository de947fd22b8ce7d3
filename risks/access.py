"""Fetch one risk of the current council, or raise Http404 with a sentence. No other function does."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from .models import Risk


def get_risk(public_id: UUID, *, lock: bool = False) -> Risk:
    """Risk with its plan and owner (1 query). With `lock`, nobody else can change it until the transaction ends."""
    rows = Risk.objects.with_owner().select_related("council", "strategy", "owner", "owner_post")
    found: Risk | None = (
        (rows.select_for_update(of=("self",)) if lock else rows).filter(public_id=public_id).first()
    )
    if found is None:
        raise Http404("Risk not found. It may have been removed.")
    return found
