"""Fetch one calendar address: by its public id on pages, by its secret from a calendar program. Nothing else does."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from councils.models import Membership
from councils.models.tokens import hash_of_token

from .models import CalendarAddress


def get_address(membership: Membership, public_id: UUID, *, lock: bool = False) -> CalendarAddress:
    """A member's own address that is in use (1 query). Nobody else's can be fetched. Raises Http404."""
    rows = CalendarAddress.objects.in_use().filter(membership=membership, public_id=public_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise Http404("Calendar address not found. Perhaps it was ended.")
    found.membership = membership
    return found


def address_of_secret(secret: str) -> CalendarAddress | None:
    """The address with this secret, its member and council (1 query), None for all that do not work.

    It is looked up by its SHA-256 in an index, before any council is set. So the time says nothing about what is
    stored, and unknown and ended addresses take the same steps.
    """
    return (
        CalendarAddress.objects.in_use()
        .filter(
            secret_hash=hash_of_token(secret),
            membership__ended_at=None,
            membership__user__is_active=True,
        )
        .select_related("membership__user", "membership__council")
        .first()
    )
