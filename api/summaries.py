"""A council's API keys, and the latest events about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from councils.log.security_log import SecurityLine, latest_events
from councils.models import ApiClient, Council
from councils.permissions import Scope

SCOPE_WORDS = {
    Scope.READ: "Read the plan, progress, indicators and boards",
    Scope.PACKS_READ: "Follow packs, also before release, without their content",
    Scope.PEOPLE_READ: "Read people's names",
    Scope.SMALL_NUMBERS_READ: "Read figures of fewer than 5 people",
    Scope.PROGRESS_WRITE: "Record progress",
    Scope.READINGS_WRITE: "Record figures of indicators",
    Scope.WRITE: "Record progress and figures, and change the plan, people and boards",
    Scope.ADMIN: "Decide as an approver does: approve, publish, release packs and close quarters",
}
PHRASES = {
    "api_key_issued": "issued the key “{subject}”",
    "api_key_rotated": "gave the key “{subject}” a new secret",
    "api_key_networks": "changed the networks of the key “{subject}”",
    "api_key_withdrawn": "withdrew the key “{subject}”",
}


@dataclass(frozen=True, slots=True)
class Key:
    """An API key as its administrators see it, without its secret."""

    client: ApiClient
    may: str
    state: str
    usable: bool
    old_until: date | None
    """Last day of the secret before the last rotation, None if it no longer works."""


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


def last_day_of_old(client: ApiClient) -> date | None:
    """Last day of the secret before the last rotation. None if it stopped at once."""
    return localdate(client.previous_until - timedelta(seconds=1)) if client.previous_until else None


def _key(client: ApiClient, now: datetime) -> Key:
    usable = client.is_valid_at(now)
    state = "In use" if usable else "Withdrawn" if client.revoked_at else "Expired"
    old_until = last_day_of_old(client) if len(client.hashes_at(now)) > 1 else None
    return Key(client, scopes_in_words(client.scopes), state, usable, old_until)
