"""API keys `send_<key id>_<secret>`: issue and look up. A lookup takes microseconds."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from councils.actors import Actor
from councils.log import security_events
from councils.models import ApiClient, Council
from councils.permissions import Scope

LAST_USED_INTERVAL = timedelta(minutes=5)
MAX_DAYS = 3650
"""Ten years. For longer, issue a key without an expiry date."""

_CLIENT_COLUMNS = [field.attname for field in ApiClient._meta.concrete_fields]
_COUNCIL_COLUMNS = [field.attname for field in Council._meta.concrete_fields]
# Every request looks up its key. Building this statement by models took several times as long as the database does.
_CLIENT = f"""
select {", ".join(f'client."{column}"' for column in _CLIENT_COLUMNS)},
    {", ".join(f'council."{column}"' for column in _COUNCIL_COLUMNS)}
from councils_apiclient client join councils_council council on council.id = client.council_id
where client.key_id = %s
"""  # noqa: S608 (only columns of the models)
_HEADER = re.compile(r"bearer +send_(?P<id>[0-9a-f]{1,16})_(?P<secret>[A-Za-z0-9-]{1,100}) *", re.IGNORECASE)


class KeyProblem(Exception):
    """The API key is not valid. The message gives its owner the reason, and `status` is that of the answer."""

    status, title = 401, "Unauthorized"


class WrongNetwork(KeyProblem):
    """The key is valid, but not from this IP address."""

    status, title = 403, "Forbidden"


def issue_key(
    *,
    council: Council,
    name: str,
    scopes: list[str],
    days: int | None,
    now: datetime,
    by: Actor | None = None,
    networks: Sequence[str] = (),
) -> tuple[ApiClient, str]:
    """Create an API client and return it with its key, which cannot be shown again. `days` sets the expiry.

    Whoever calls this has checked the permission of `by`, who is None for the people who run the installation.
    """
    unknown = sorted(set(scopes) - {scope.value for scope in Scope})
    if unknown or not scopes:
        allowed = ", ".join(scope.value for scope in Scope)
        raise ValueError(
            f"Give at least one of these scopes: {allowed}. Not valid: {', '.join(unknown) or 'none given'}."
        )
    if days is not None and not 1 <= days <= MAX_DAYS:
        raise ValueError(
            f"Give the number of days until the key expires as a whole number from 1 to {MAX_DAYS}."
        )
    key_id, secret = secrets.token_hex(6), new_secret()
    client = ApiClient.objects.create(
        council=council,
        name=name,
        key_id=key_id,
        secret_hash=ApiClient.hash_of(secret),
        scopes=sorted(set(scopes)),
        expires_at=now + timedelta(days=days) if days else None,
        networks=list(networks),
    )
    record_key("api_key_issued", client, by, scopes=client.scopes, networks=client.networks)
    return client, key_of(client, secret)


def new_secret() -> str:
    """The secret part of a key. It has no underscore, which separates the parts."""
    return secrets.token_urlsafe(32).replace("_", "-")


def key_of(client: ApiClient, secret: str) -> str:
    """The whole key, as its owner sends it."""
    return f"send_{client.key_id}_{secret}"


def record_key(kind: str, client: ApiClient, by: Actor | None, **detail: Any) -> None:
    """Write a security event about a key."""
    security_events.record(
        kind,
        user=by.user if by else None,
        council=client.council,
        subject=client.name,
        detail={"key": client.key_id} | ({"by": by.reference} if by else {}) | detail,
    )


def client_of_key(header: str, *, now: datetime, address: str | None) -> ApiClient:
    """API client for the key in an Authorization header, sent from this IP address.

    Raises KeyProblem with the reason.
    """
    match = _HEADER.fullmatch(header)
    if match is None:
        raise KeyProblem("Send the key as “Authorization: Bearer send_…”.")
    return client_of_secret(match["id"].lower(), match["secret"], now=now, address=address)


def client_of_secret(key_id: str, secret: str, *, now: datetime, address: str | None) -> ApiClient:
    """API client with this id and secret, which may be used now from this address. Raises KeyProblem."""
    client = client_with_council(key_id)
    if client is None or not client.opens_with(secret, now):
        raise KeyProblem("API key not found. Ask the council's administrator for a new one.")
    return usable_client(client, now=now, address=address)


def usable_client(client: ApiClient, *, now: datetime, address: str | None) -> ApiClient:
    """The client, noted as used now. Raises KeyProblem if it may not be used now or from this address."""
    if not client.is_valid_at(now):
        raise KeyProblem(
            "This API key has expired or been withdrawn. Ask the council's administrator for a new one."
        )
    if not client.may_call_from(address):
        raise WrongNetwork(
            "This API key may not be used from your network. Ask the council's administrator to add it."
        )
    if client.last_used_at is None or now - client.last_used_at > LAST_USED_INTERVAL:
        ApiClient.objects.filter(id=client.id).update(last_used_at=now)
    return client


def client_with_council(key_id: str) -> ApiClient | None:
    """API client with this key id, with its council (1 query)."""
    with connection.cursor() as cursor:
        cursor.execute(_CLIENT, [key_id])
        row = cursor.fetchone()
    if row is None:
        return None
    count = len(_CLIENT_COLUMNS)
    client = ApiClient.from_db(connection.alias, _CLIENT_COLUMNS, row[:count])
    client.council = Council.from_db(connection.alias, _COUNCIL_COLUMNS, row[count:])
    return client
