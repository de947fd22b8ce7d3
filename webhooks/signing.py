"""Secrets and signatures by the Standard Webhooks specification, version 1 (HMAC-SHA256).

A secret is worked out from the installation's secret key and the endpoint's salt. So neither the database nor its
backups hold it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from django.conf import settings

PREFIX = "whsec_"
_PURPOSE = b"sendplan.webhooks\0"


def new_salt() -> str:
    return secrets.token_hex(16)


def secret_of(salt: str) -> str:
    """The secret as its receiver keeps it: "whsec_" and 32 bytes in Base64."""
    return PREFIX + base64.b64encode(_key(salt)).decode()


def headers_of(message_id: str, timestamp: int, body: bytes, salts: Sequence[str]) -> dict[str, str]:
    """The three headers of a message, signed once for each salt."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    signatures = [
        "v1," + base64.b64encode(hmac.digest(_key(salt), signed, "sha256")).decode() for salt in salts
    ]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def _key(salt: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), _PURPOSE + salt.encode(), hashlib.sha256)
