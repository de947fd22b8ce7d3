"""What an endpoint is to be told, and what its pages show."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from api.filters import nouns_of_tables
from councils.models import Change, ChangeCounter, Council

from .models import Endpoint, Message, State

CHANGED = "council.changed"
MOST_OBJECTS = 100
"""Objects that a message names. With more, it says so, and its receiver reads the feed."""
OFFERED = (
    *("strategy", "strand", "outcome", "deliverable", "due_point", "assignment", "progress_update"),
    *("indicator", "target", "reading", "risk", "budget_line", "board", "meeting", "pack"),
)
"""Nouns that an administrator may choose. With none chosen, an endpoint is told about every noun."""
SHOWN = 50


def last_change() -> int:
    """Number of the council's last change that is committed (1 query)."""
    seq: int = ChangeCounter.objects.values_list("seq", flat=True).get()
    return seq


def own_tables() -> list[str]:
    """Tables whose changes are told to nobody: each message would make another."""
    return [Endpoint._meta.db_table, Message._meta.db_table]


def news_for(endpoint: Endpoint, up_to: int) -> QuerySet[Any]:
    """Changes that the endpoint has not been told about, up to this one, in order."""
    changes = Change.objects.filter(seq__gt=endpoint.told_seq, seq__lte=up_to).exclude(table__in=own_tables())
    if endpoint.types:
        tables = [table for table, noun in nouns_of_tables().items() if noun in endpoint.types]
        changes = changes.filter(table__in=tables)
    found: QuerySet[Any] = changes.order_by("seq")
    return found


def body_of(council: Council, endpoint: Endpoint, up_to: int, now: datetime) -> str:
    """The body of a message, or "" if there is nothing to tell (at most 2 queries).

    It names the council, numbers of the feed, nouns and public ids, and no word that anybody has written.
    """
    nouns = nouns_of_tables()
    rows = list(news_for(endpoint, up_to).values_list("table", "object_id")[: 10 * MOST_OBJECTS])
    if not rows:
        return ""
    objects = [
        {"type": nouns.get(table, table), "id": str(public_id)} for table, public_id in dict.fromkeys(rows)
    ]
    body = {
        "type": CHANGED,
        "timestamp": now.isoformat(timespec="seconds"),
        "data": {
            "council": council.slug,
            "after": endpoint.told_seq,
            "change_seq": up_to,
            "objects": objects[:MOST_OBJECTS],
            "has_more": len(objects) > MOST_OBJECTS or len(rows) == 10 * MOST_OBJECTS,
        },
    }
    return json.dumps(body, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class EndpointLine:
    """An endpoint as its administrators see it."""

    endpoint: Endpoint
    host: str
    what: str
    state: str
    delivered_at: datetime | None


def endpoint_lines() -> list[EndpointLine]:
    """Every endpoint of the council (2 queries)."""
    delivered = Message.objects.filter(state=State.DELIVERED).order_by()
    latest: dict[int, datetime] = dict(
        delivered.values("endpoint_id").annotate(at=Max("tried_at")).values_list("endpoint_id", "at")
    )
    return [line_of(each, latest.get(each.pk)) for each in Endpoint.objects.all()]


def line_of(endpoint: Endpoint, delivered_at: datetime | None = None) -> EndpointLine:
    """An endpoint in words. The path of its address may be secret, so lists show its server alone."""
    host = endpoint.address.partition("://")[2].partition("/")[0].partition("?")[0]
    if not endpoint.is_on:
        state = "Off"
    elif endpoint.failing_since:
        state = "Failing"
    else:
        state = "On"
    return EndpointLine(endpoint, host, types_in_words(endpoint.types), state, delivered_at)


def types_in_words(types: list[str]) -> str:
    """ "Deliverable, progress update", or "Everything"."""
    words = ", ".join(each.replace("_", " ") for each in OFFERED if each in types)
    return words[:1].upper() + words[1:] if words else "Everything"


def messages_of(endpoint: Endpoint) -> list[Message]:
    """The latest messages to an endpoint, the newest first (1 query)."""
    return list(Message.objects.filter(endpoint=endpoint)[:SHOWN])
