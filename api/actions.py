"""Issue, rotate and withdraw API keys. Only these write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.models import ApiClient, Council
from councils.permissions import Permission

from .keys import issue_key, key_of, new_secret, record_key


class KeyRefused(ChangeRefused):
    """The key cannot be issued or changed. The message says what to do."""


def issue(
    *, council: Council, name: str, scopes: Sequence[str], days: int, by: Actor, now: datetime
) -> tuple[ApiClient, str]:
    """Issue a key for some days, and return it. It cannot be shown again.

    Raises KeyRefused if the name, a scope or the number of days is not right.
    """
    _require_in(council, by)
    if not 0 < len(name.strip()) <= 100:
        raise KeyRefused(
            {"name": "Enter a name of 1 to 100 characters, such as the system that will use the key."}
        )
    with transaction.atomic():
        try:
            return issue_key(
                council=council, name=name.strip(), scopes=list(scopes), days=days, now=now, by=by
            )
        except ValueError as refused:
            raise KeyRefused(str(refused)) from None


def rotate(*, client: ApiClient, by: Actor, now: datetime) -> tuple[ApiClient, str]:
    """Give the key a new secret and return it. The old one stops working at once. Scopes and expiry stay.

    Raises KeyRefused if the key has expired or been withdrawn.
    """
    _require_in(client.council, by)
    with transaction.atomic():
        client = _usable(client, now)
        secret = new_secret()
        client.secret_hash = ApiClient.hash_of(secret)
        client.save(update_fields=["secret_hash"])
        record_key("api_key_rotated", client, by)
    return client, key_of(client, secret)


def withdraw(*, client: ApiClient, by: Actor, now: datetime) -> ApiClient:
    """Withdraw a key. It stops working at once and for good. Raises KeyRefused if it has expired or been withdrawn."""
    _require_in(client.council, by)
    with transaction.atomic():
        client = _usable(client, now)
        client.revoked_at = now
        client.save(update_fields=["revoked_at"])
        record_key("api_key_withdrawn", client, by)
    return client


def _usable(client: ApiClient, now: datetime) -> ApiClient:
    """The client, locked. Raises KeyRefused if its key can no longer be used."""
    client = ApiClient.objects.select_for_update(of=["self"]).select_related("council").get(pk=client.pk)
    if not client.is_valid_at(now):
        raise KeyRefused(f"The key “{client.name}” has expired or been withdrawn. Issue a new one.")
    return client


def _require_in(council: Council, by: Actor) -> None:
    if by.council != council:
        raise PermissionDenied("You can only act for your own council.")
    require(by, Permission.KEYS_MANAGE)
