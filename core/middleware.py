"""Middleware for headers on every response: X-Request-Id and Cache-Control."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from uuid_utils.compat import uuid7

from .logs import lines_say

GetResponse = Callable[[HttpRequest], HttpResponse]
NOT_KEPT = "private, no-store"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Give each request an id, so that a bug report, the log and the change log can be matched."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request.id = given if _REQUEST_ID.fullmatch(given) else str(uuid7())
        with lines_say(request=request.id):
            response = self.get_response(request)
        response["X-Request-Id"] = request.id
        return response


class NoStoreMiddleware:
    """Forbid browsers to keep the response unless the view sets the header: people share computers.

    Browsers then never send `If-None-Match` for pages. Why: docs/decisions/0010-pages-are-not-kept.md.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", NOT_KEPT)
        return response
