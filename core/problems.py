"""Error responses for programs: problem details (RFC 9457)."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

PROBLEM_TYPE = "application/problem+json"


def is_api(request: HttpRequest) -> bool:
    """Whether the request is for the API, so that a program reads the response."""
    return request.path_info.startswith("/api/")


def problem(
    request: HttpRequest,
    status: int,
    title: str,
    detail: str = "",
    errors: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    """Body of an error response: what is wrong, where (`errors` with JSON pointers), and the request id to quote."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    body["instance"] = request.path
    body["request_id"] = getattr(request, "id", "")
    if errors:
        body["errors"] = errors
    return body


def problem_response(
    request: HttpRequest,
    status: int,
    title: str,
    detail: str = "",
    *,
    retry_after: int | None = None,
) -> HttpResponse:
    """Error response. `retry_after` is in seconds."""
    response = HttpResponse(
        orjson.dumps(problem(request, status, title, detail)), status=status, content_type=PROBLEM_TYPE
    )
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="sendplan"'
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response
