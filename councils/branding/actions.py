"""Change a council's name, colour and logo."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction

from ..actors import Actor, require
from ..files import delete_logo, store_logo
from ..log import security_events
from ..models import Council
from ..permissions import Permission

SHOWN = ("name", "accent", "logo_sha256")


def change_branding(
    *,
    council: Council,
    by: Actor,
    name: str,
    accent: str,
    logo: bytes | None = None,
    remove_logo: bool = False,
) -> Council:
    """Change the council's name, its colour (`#rrggbb`, or "" for the standard one) and its logo.

    `logo` is a PNG from `logo_png`, or None to keep the logo or remove it (`remove_logo`). The change is a security
    event, because the change log has no directory rows such as councils.
    """
    if by.council != council:
        raise PermissionDenied("You can only act for your own council.")
    require(by, Permission.LOOK_CHANGE)
    with transaction.atomic():
        changed = Council.objects.select_for_update().get(pk=council.pk)
        before = _shown(changed)
        changed.name, changed.accent = name, accent
        if logo is not None:
            changed.logo_sha256 = store_logo(changed, logo)
        elif remove_logo:
            changed.logo_sha256 = ""
        after = _shown(changed)
        if after == before:
            return changed
        changed.save(update_fields=SHOWN)
        differences = {
            field: [before[field], after[field]] for field in SHOWN if before[field] != after[field]
        }
        security_events.record(
            "look_changed",
            user=by.user,
            council=changed,
            subject=changed.slug,
            detail={"by": by.reference, **differences},
        )
        if before["logo_sha256"] not in {"", after["logo_sha256"]}:
            transaction.on_commit(partial(delete_logo, changed, before["logo_sha256"]))
    return changed


def _shown(council: Council) -> dict[str, str]:
    return {field: getattr(council, field) for field in SHOWN}
