"""Addresses and breadcrumbs that these pages share, and what a request asks for."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from boards.models import Meeting
from boards.views.trails import board_trail
from core.periods import words_for_date
from councils.actors import CouncilRequest

from ..models import Entry
from ..summaries.reading import Reading


def reading_of(request: CouncilRequest) -> Reading:
    return Reading(request.actor, request.today)


def posted(request: CouncilRequest) -> QueryDict | None:
    """What was sent, to bind a form with."""
    return request.POST if request.method == "POST" else None


def meeting_url(request: CouncilRequest, meeting: Meeting, page: str = "meeting", **more: Any) -> str:
    place = {"council": request.council.slug, "slug": meeting.board.slug, "meeting": meeting.public_id}
    return reverse(f"minutes:{page}", kwargs=place | more)


def meeting_trail(request: CouncilRequest, meeting: Meeting) -> list[str]:
    day = f"Minutes of {words_for_date(meeting.held_on)}"
    return [*board_trail(request, meeting.board), day, meeting_url(request, meeting)]


def entry_url(request: CouncilRequest, entry: Entry, page: str = "entry") -> str:
    return reverse(f"minutes:{page}", kwargs={"council": request.council.slug, "entry": entry.public_id})


def entry_trail(request: CouncilRequest, entry: Entry) -> list[str]:
    name = f"Minute {entry.number}"
    return [*meeting_trail(request, entry.meeting), name, entry_url(request, entry)]


def way_back(request: CouncilRequest, otherwise: str) -> str:
    """The page of ours that the person came from, by `next` in the address, or the other."""
    asked = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return otherwise
