"""The latest security events of a council in words, for its administrators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from ..models import Council, SecurityEvent
from ..permissions import Role

LATEST = 20
SYSTEM = "The people who run sendplan"


@dataclass(frozen=True, slots=True)
class SecurityLine:
    """One event: when, who, what they did, and the reason they gave."""

    at: datetime
    who: str
    words: str
    reason: str


def latest_events(council: Council, phrases: Mapping[str, str]) -> list[SecurityLine]:
    """The latest events of the kinds in `phrases`, in their words (1 query).

    A phrase may name `{subject}` and what is in the event's detail; `{role}` and `{before}` are written as labels.
    """
    events = (
        SecurityEvent.objects.filter(council=council, kind__in=list(phrases))
        .select_related("user")
        .order_by("-at", "-id")[:LATEST]
    )
    return [
        SecurityLine(
            event.at,
            str(event.user) if event.user else SYSTEM,
            phrases[event.kind].format_map(_Words(event.detail | {"subject": event.subject})),
            str(event.detail.get("reason", "")),
        )
        for event in events
    ]


def registered_phrases() -> dict[str, str]:
    """Phrases of higher apps for the page of who can sign in: `security_phrases` on their AppConfig."""
    return {
        kind: phrase
        for config in apps.get_app_configs()
        for kind, phrase in getattr(config, "security_phrases", {}).items()
    }


class _Words(dict[str, Any]):
    """Dictionary for `format_map` that writes roles as labels, and "" for what an event does not have."""

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        return Role(value).label.lower() if key in ("role", "before") else value

    def __missing__(self, key: str) -> str:
        return ""
