"""Turn the hiding of small numbers on or off for a council."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.refusals import ChangeRefused

from ..actors import Actor, require
from ..log import security_events
from ..models import Council
from ..permissions import Permission


def change_small_numbers(*, council: Council, by: Actor, hides: bool, reason: str) -> Council:
    """Hide small numbers on everything that leaves the council, or stop hiding them.

    The change is a security event, because the change log has no directory rows such as councils. Raises ChangeRefused
    without a reason.
    """
    if by.council != council:
        raise PermissionDenied("You can only act for your own council.")
    require(by, Permission.SMALL_NUMBERS_CHANGE)
    if not reason.strip():
        raise ChangeRefused({"reason": "Enter the reason for the change"})
    with transaction.atomic():
        changed = Council.objects.select_for_update().get(pk=council.pk)
        if changed.hides_small_numbers == hides:
            return changed
        changed.hides_small_numbers = hides
        changed.save(update_fields=["hides_small_numbers"])
        security_events.record(
            "small_numbers_hidden" if hides else "small_numbers_shown",
            user=by.user,
            council=changed,
            subject=changed.slug,
            detail={"by": by.reference, "reason": reason.strip()},
        )
    return changed
