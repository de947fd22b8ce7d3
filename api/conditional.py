"""Conditional responses: with `If-None-Match`, what has not changed is answered by 304 without a body.

A response can only change with one of these: the council's data, which the change log counts; the reader and their
permissions; the council's day, and whether it hides small numbers; the address, filters and page included; the code.
Their hash is the state below.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.utils.http import parse_etags

from core.code_version import code_version
from councils.actors import Actor

LENGTH = 32
# Every request asks this. Building the statement by models took longer than the database does.
_STATE = """
select counter.seq, change.at from councils_changecounter counter
left join councils_change change on change.council_id = counter.council_id and change.seq = counter.seq
where counter.council_id = %s
"""


@dataclass(frozen=True, slots=True)
class ReadState:
    """What a response is made from: `hash` is the same as long as the response is. `change_seq` counts changes."""

    change_seq: int
    hash: str


def read_state(request: Any, actor: Actor, today: date) -> ReadState:
    """State of this request's response (1 query). Read it before the rows, so that it is never newer than they are.

    The time of the latest change distinguishes equal numbers after a backup has been restored.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [actor.council.pk])
        change_seq, changed_at = cursor.fetchone()
    parts = (
        actor.council.public_id,
        change_seq,
        changed_at,
        actor.reference,
        sorted(actor.permissions),
        today,
        actor.council.hides_small_numbers,
        request.build_absolute_uri(),
        code_version(),
    )
    return ReadState(change_seq, short_hash(repr(parts).encode()))


def short_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:LENGTH]


def tags_of_client(request: Any) -> list[str]:
    """Tags in `If-None-Match`, in quotes, without `W/`: a response that was compressed has a weak tag."""
    return [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]


def not_modified(tag: str) -> HttpResponse:
    return HttpResponse(status=304, headers={"ETag": tag})
