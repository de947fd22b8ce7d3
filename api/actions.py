"""Issue, rotate and withdraw API keys, and say from which networks they may call. Only these write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import get_default_timezone, localdate

from core.periods import words_for_date
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.models import ApiClient, Council
from councils.permissions import Permission

from .keys import issue_key, key_of, new_secret, record_key
from .networks import networks_of

OVERLAP_DAYS = 30
"""Longest time for which the secret before a rotation works."""


class KeyRefused(ChangeRefused):
    """The key cannot be issued or changed. The message says what to do."""


def issue(
    *,
    council: Council,
    name: str,
    scopes: Sequence[str],
    days: int,
    by: Actor,
    now: datetime,
    networks: Sequence[str] = (),
) -> tuple[ApiClient, str]:
    """Issue a key for some days, and return it. It cannot be shown again.

    Raises KeyRefused if the name, a scope, the number of days or a network is not right.
    """
    _require_in(council, by)
    if not 0 < len(name.strip()) <= 100:
        raise KeyRefused(
            {"name": "Enter a name of 1 to 100 characters, such as the system that will use the key."}
        )
    known = _checked(networks)
    with transaction.atomic():
        try:
            return issue_key(
                council=council,
                name=name.strip(),
                scopes=list(scopes),
                days=days,
                now=now,
                by=by,
                networks=known,
            )
        except ValueError as refused:
            raise KeyRefused(str(refused)) from None


def rotate(
    *, client: ApiClient, by: Actor, now: datetime, old_until: date | None = None
) -> tuple[ApiClient, str]:
    """Give the key a new secret and return it. Scopes, networks and expiry stay.

    The old secret works to the end of `old_until`, the council's day, or stops at once. One from an earlier rotation
    always stops. Raises KeyRefused if the key has expired or been withdrawn, or the day is not from today to
    OVERLAP_DAYS later.
    """
    _require_in(client.council, by)
    with transaction.atomic():
        client = _usable(client, now)
        until = _end_of(old_until, localdate(now)) if old_until else None
        secret = new_secret()
        client.previous_secret_hash = client.secret_hash if until else ""
        client.previous_until = until
        client.secret_hash = ApiClient.hash_of(secret)
        client.save(update_fields=["secret_hash", "previous_secret_hash", "previous_until"])
        record_key("api_key_rotated", client, by, **({"old_until": f"{old_until}"} if until else {}))
    return client, key_of(client, secret)


def limit_to_networks(*, client: ApiClient, networks: Sequence[str], by: Actor, now: datetime) -> ApiClient:
    """Say from which networks (CIDR) the key may call, from now on. None means from anywhere.

    Raises KeyRefused if a network is not right, or the key has expired or been withdrawn.
    """
    _require_in(client.council, by)
    known = _checked(networks)
    with transaction.atomic():
        client = _usable(client, now)
        client.networks = known
        client.save(update_fields=["networks"])
        record_key("api_key_networks", client, by, networks=known)
    return client


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


def _end_of(day: date, today: date) -> datetime:
    """The moment at which the day ends. Raises KeyRefused if it is not near enough."""
    last = today + timedelta(days=OVERLAP_DAYS)
    if not today <= day <= last:
        raise KeyRefused(
            {"old_until": f"Enter a day from {words_for_date(today)} to {words_for_date(last)}, or none."}
        )
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=get_default_timezone())


def _checked(networks: Sequence[str]) -> list[str]:
    """Networks in their usual form, without repeats. Raises KeyRefused that names the first wrong one."""
    try:
        return networks_of(networks)
    except ValueError as wrong:
        raise KeyRefused({"networks": str(wrong)}) from None


def _require_in(council: Council, by: Actor) -> None:
    if by.council != council:
        raise PermissionDenied("You can only act for your own council.")
    require(by, Permission.KEYS_MANAGE)
