"""Fetch one piece of evidence or one inspection area of the current council, or raise Http404 with a sentence."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from .models import Evidence, InspectionArea


def get_evidence(public_id: UUID, *, lock: bool = False) -> Evidence:
    """Evidence with its plan and who added it. With `lock`, nobody else can change it until the transaction ends."""
    rows = Evidence.objects.select_related("council", "strategy", "added_by")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(public_id=public_id).first()
    if found is None:
        raise Http404("Evidence not found. It may have been removed.")
    return found


def get_area(public_id: UUID, *, lock: bool = False) -> InspectionArea:
    """Area with its plan. With `lock`, nobody else can change it until the transaction ends."""
    rows = InspectionArea.objects.select_related("council", "strategy")
    found: InspectionArea | None = (
        (rows.select_for_update(of=("self",)) if lock else rows).filter(public_id=public_id).first()
    )
    if found is None:
        raise Http404("Inspection area not found. It may have been removed.")
    return found
