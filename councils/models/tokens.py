"""Secrets in links that work once. Only their hashes are stored."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """A secret of 256 random bits that may stand in a web address."""
    return secrets.token_urlsafe(32)


def hash_of_token(token: str) -> str:
    """What is stored of a token. It is too long to guess, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
