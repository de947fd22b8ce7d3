"""A council's API keys, and the latest events about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from councils.log.security_log import SecurityLine, latest_events
from councils.models import ApiClient, Council
from councils.permissions import Scope

SCOPE_WORDS = {
    Scope.READ: "Read the plan, progress, indicators and boards, and follow packs",
    Scope.WRITE: "Change deliverables, record progress and figures",
    Scope.READINGS_WRITE: "Record figures of indicators",
    Scope.PEOPLE_READ: "Read people's names",
    Scope.SMALL_NUMBERS_READ: "Read figures of fewer than 5 people",
}
PHRASES = {
    "api_key_issued": "issued the key “{subject}”",
    "api_key_rotated": "gave the key “{subject}” a new secret",
    "api_key_withdrawn": "withdrew the key “{subject}”",
}


@dataclass(frozen=True, slots=True)
class Key:
    """An API key as its administrators see it, without its secret."""

    client: ApiClient
    may: str
    state: str
    usable: bool


@dataclass(frozen=True, slots=True)
class KeysPage:
    keys: list[Key]
    events: list[SecurityLine]


def keys_page(council: Council, *, now: datetime) -> KeysPage:
    """Every key of the council, those in use first, and the latest events (2 queries)."""
    keys = [_key(client, now) for client in ApiClient.objects.filter(council=council).order_by("name", "id")]
    return KeysPage(sorted(keys, key=lambda key: not key.usable), latest_events(council, PHRASES))


def scopes_in_words(scopes: list[str]) -> str:
    """ "Read the plan, …; record progress"."""
    words = [SCOPE_WORDS[scope] for scope in Scope if scope in scopes]
    return "; ".join([*words[:1], *(text[0].lower() + text[1:] for text in words[1:])])


def _key(client: ApiClient, now: datetime) -> Key:
    usable = client.is_valid_at(now)
    state = "In use" if usable else "Withdrawn" if client.revoked_at else "Expired"
    return Key(client, scopes_in_words(client.scopes), state, usable)
