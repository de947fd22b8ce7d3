"""Checks that several actions share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db.models import CASCADE

from core.refusals import ChangeRefused
from core.words import list_words

from ...actors import Actor, require
from ...permissions import Permission
from ..relations import all_uses, links_to, uses_of

MAX_NAMED = 3
NOT_AN_EMAIL = "Enter an email address in the correct format, like name@example.org"


def require_change(by: Actor, *rows: Any) -> None:
    """The actor may change people, and these rows belong to their council."""
    require(by, Permission.PEOPLE_CHANGE)
    if any(row.council_id != by.council.pk for row in rows if row is not None):
        raise PermissionDenied("You can only act for your own council.")


def refuse_if_used(row: Any) -> None:
    """Raise ChangeRefused, with the first few places, if anything names the row."""
    model: Any = type(row)
    links = [link for link in links_to(model) if link.remote_field.on_delete is not CASCADE]
    uses = all_uses(uses_of(model, [row.pk], links))
    if not uses:
        return
    named = [str(each) for each in uses[:MAX_NAMED]]
    more = len(uses) - len(named)
    places = list_words([*named, f"{more} more"] if more else named)
    raise ChangeRefused(f"{row} is still used. Change this first: {places}.")


def taken(rows: Any, row: Any = None) -> bool:
    """Whether another row than this one is among them."""
    return bool(rows.exclude(pk=row.pk if row is not None else None).exists())


def is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
