"""Fetch one import of the current council, or raise Http404 with a sentence. No other function does."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from .models import PlanImport


def get_import(public_id: UUID, *, lock: bool = False) -> PlanImport:
    """An import with its plan and all that was read (1 query). With `lock`, nobody else can change it meanwhile."""
    imports = PlanImport.objects.select_related("strategy")
    found = (imports.select_for_update(of=("self",)) if lock else imports).filter(public_id=public_id).first()
    if found is None:
        raise Http404("Import not found. Perhaps its draft was deleted.")
    return found


def get_draft(public_id: UUID, *, lock: bool = False) -> PlanImport:
    """An import that is not done yet (1 query)."""
    found = get_import(public_id, lock=lock)
    if found.is_done:
        raise Http404("This import is done, so nothing about it can be changed any more.")
    return found


def get_read_draft(public_id: UUID, *, lock: bool = False) -> PlanImport:
    """A draft whose file has been read (1 query)."""
    found = get_draft(public_id, lock=lock)
    if not found.is_draft:
        raise Http404("The file of this import has not been read, so there is nothing to check yet.")
    return found
