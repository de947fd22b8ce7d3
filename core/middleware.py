"""What every answer carries: the request's id, and how long it may be kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from uuid_utils.compat import uuid7

GetResponse = Callable[[HttpRequest], HttpResponse]
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Names each request, so that a person's report, the log and the change log speak of the same one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request.id = given if _REQUEST_ID.fullmatch(given) else str(uuid7())
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        return response


class NoStoreMiddleware:
    """No cache and no browser keeps a page, unless its view says otherwise: computers are shared, and pages are not."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
