"""Bearer tokens for an hour (OAuth 2 client credentials). They are signed, so they need no table.

A token names its key, the secret that it was given for, and its scopes. It stops when the key is withdrawn or expires,
and when that secret stops.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime

from django.core import signing

from councils.models import ApiClient

from .keys import KeyProblem, client_of_key, client_with_council, usable_client

SECONDS = 3600
_HEADER = re.compile(r"bearer +sendt\.(?P<signed>[A-Za-z0-9._-]{1,2000}) *", re.IGNORECASE)


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(sep=".", salt="api.token")


def token_of(client: ApiClient, secret: str, scopes: Sequence[str]) -> str:
    """A new token for a key with these scopes. `secret` is the one that asked for it."""
    value = {"key": client.key_id, "of": _mark(ApiClient.hash_of(secret)), "scopes": list(scopes)}
    return "sendt." + _signer().sign_object(value)


def client_of_header(header: str, *, now: datetime, address: str | None) -> ApiClient:
    """API client for the key or token in an Authorization header. With a token, it has the token's scopes.

    Raises KeyProblem with the reason.
    """
    match = _HEADER.fullmatch(header)
    if match is None:
        return client_of_key(header, now=now, address=address)
    try:
        value = _signer().unsign_object(match["signed"], max_age=SECONDS)
    except signing.SignatureExpired:
        raise KeyProblem("This token has expired. Ask for a new one.") from None
    except signing.BadSignature:
        raise KeyProblem("Token not found. Ask for a new one.") from None
    client = client_with_council(value["key"])
    if client is None or value["of"] not in map(_mark, client.hashes_at(now)):
        raise KeyProblem("The secret that this token was given for no longer works. Ask with the new one.")
    client = usable_client(client, now=now, address=address)
    client.scopes = [scope for scope in client.scopes if scope in value["scopes"]]
    return client


def _mark(secret_hash: str) -> str:
    """Short mark of a stored hash, which gives nothing of it away."""
    return hashlib.sha256(secret_hash.encode()).hexdigest()[:16]
