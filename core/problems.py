"""Errors that programs read: problem details as RFC 9457 says."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

PROBLEM_TYPE = "application/problem+json"


def is_api(request: HttpRequest) -> bool:
    """Whether a program reads the answer."""
    return request.path_info.startswith("/api/")


def problem(
    request: HttpRequest,
    status: int,
    title: str,
    detail: str = "",
    errors: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    """The body of an error: what is wrong, where (`errors` with JSON pointers), and the request's id to quote."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    body["instance"] = request.path
    body["request_id"] = getattr(request, "id", "")
    if errors:
        body["errors"] = errors
    return body


def problem_response(request: HttpRequest, status: int, title: str, detail: str = "") -> HttpResponse:
    response = HttpResponse(
        orjson.dumps(problem(request, status, title, detail)), status=status, content_type=PROBLEM_TYPE
    )
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="sendplan"'
    return response
