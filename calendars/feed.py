"""The address that a calendar program fetches: no sign-in, no session, no cookies."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from api.conditional import not_modified, short_hash, tags_of_client
from core.counting import times_within
from councils.actors import Actor
from councils.log.security_events import ip_address_of
from councils.tenancy import council_context

from .access import address_of_secret
from .actions import note_fetch
from .icalendar_file import CONTENT_TYPE, write_calendar
from .models import CalendarAddress
from .summaries import calendar_of

MAX_MISSES_PER_MINUTE = 30
"""Requests for addresses that do not work, from one IP address."""
MAX_FETCHES_PER_HOUR = 60
"""Fetches of one address."""
KEPT = "private, max-age=900"


@login_not_required
@require_safe
def feed(request: Any, secret: str) -> HttpResponse:
    """The calendar of a secret address (9 queries at most), 304 if it has not changed since `If-None-Match`.

    Addresses that are unknown, ended or of an ended membership, or whose board or strategy was removed, all get the
    same 404.
    """
    address = address_of_secret(secret)
    if address is None:
        return _missing(request)
    if times_within(f"calendar:{address.pk}", seconds=3600) > MAX_FETCHES_PER_HOUR:
        return _too_many(3600)
    content = _content(request, address)
    if content is None:
        return _missing(request)
    note_fetch(address, timezone.now())
    tag = f'"{short_hash(content)}"'
    response = (
        not_modified(tag)
        if tag in tags_of_client(request)
        else HttpResponse(content, content_type=CONTENT_TYPE, headers={"ETag": tag})
    )
    response.headers["Cache-Control"] = KEPT
    return response


def _content(request: Any, address: CalendarAddress) -> bytes | None:
    """The calendar as its member may read it at this moment, None if its board or strategy was removed."""
    actor = Actor.member(address.membership)
    today = actor.council.today(timezone.now())
    with council_context(actor.council.id, actor=actor.reference, request_id=request.id, read_only=True):
        read = calendar_of(address, actor, today)
        return write_calendar(read) if read else None


def _missing(request: Any) -> HttpResponse:
    if times_within(f"calendar-misses:{ip_address_of(request)}", seconds=60) > MAX_MISSES_PER_MINUTE:
        return _too_many(60)
    return _plain(404, "Calendar not found. Make a new address in sendplan.")


def _too_many(seconds: int) -> HttpResponse:
    response = _plain(429, "Too many requests. Try again later.")
    response.headers["Retry-After"] = str(seconds)
    return response


def _plain(status: int, words: str) -> HttpResponse:
    response = HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would log the path, which is a secret.
    return response
