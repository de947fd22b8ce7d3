"""API errors as RFC 9457 problems: which field or parameter is wrong, and what to send instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest
from django.utils.log import log_response
from rest_framework import exceptions, status
from rest_framework.response import Response

from core import outages
from core.outages import is_outage
from core.problems import PROBLEM_TYPE, problem
from councils.middleware import fail_request

TITLES = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    409: "Conflict",
    412: "Precondition failed",
    413: "Content too large",
    415: "Unsupported media type",
    422: "Unprocessable content",
    428: "Precondition required",
    429: "Too many requests",
    503: outages.TITLE,
}
WORDS = {
    401: "Send an API key as “Authorization: Bearer send_…”, or sign in.",
    406: "Ask for application/json, or leave out the Accept header.",
    415: "Send JSON with “Content-Type: application/json”.",
}


class ParameterProblem(exceptions.APIException):
    """Query parameters that are not valid: `problems` gives a sentence for each name."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class Stale(exceptions.APIException):
    """The object has changed since the client read it (412). `etag` is of the object as it is now."""

    status_code = status.HTTP_412_PRECONDITION_FAILED

    def __init__(self, detail: str, etag: str | None = None) -> None:
        super().__init__(detail)
        self.headers = {"ETag": etag} if etag else {}


class MatchRequired(exceptions.APIException):
    """A write of an existing object without If-Match (428)."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = "Send the ETag that you read as “If-Match”, so that you overwrite nobody else's change."


class InProgress(exceptions.APIException):
    """The first request with this Idempotency-Key has not been answered yet (409)."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = "The first request with this Idempotency-Key is in progress. Send it again in a second."
    wait = 1


class OtherRequest(exceptions.APIException):
    """An Idempotency-Key that was used for another request (422)."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = (
        "This Idempotency-Key was used for another request. Send each request with a key of its own."
    )


def problem_handler(error: Exception, context: dict[str, Any]) -> Response:
    """DRF exception handler: return every exception as a problem, and roll the request back."""
    request: HttpRequest = context["request"]._request
    fail_request(request)
    known = _known(error)
    if known is None:
        return _outage(request, error) if is_outage(error) else _internal_error(request, error)
    code = known.status_code
    return Response(
        problem(request, code, TITLES.get(code, "Request refused"), _detail(known), list(_errors(known)))
        | getattr(known, "members", {}),
        status=code,
        content_type=PROBLEM_TYPE,
        headers=_headers(known),
    )


def _known(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, Http404):
        return exceptions.NotFound(str(error) or None)
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied(str(error) or None)
    return error if isinstance(error, exceptions.APIException) else None


def _outage(request: HttpRequest, error: Exception) -> Response:
    """Log that the database is away, and return a 503 that says when to try again."""
    body = problem(request, 503, outages.TITLE, outages.WORDS)
    headers = {"Retry-After": str(outages.RETRY_SECONDS)}
    response = Response(body, status=503, content_type=PROBLEM_TYPE, headers=headers)
    log_response("Service Unavailable: %s", request.path, response=response, request=request, exception=error)
    return response


def _internal_error(request: HttpRequest, error: Exception) -> Response:
    """Log the traceback, send `got_request_exception` and return a 500 without details."""
    got_request_exception.send(sender=problem_handler, request=request)
    body = problem(
        request, 500, "Internal server error", "Nothing was saved. Quote the request_id when you report this."
    )
    response = Response(body, status=500, content_type=PROBLEM_TYPE)
    log_response(
        "Internal Server Error: %s", request.path, response=response, request=request, exception=error
    )
    return response


def _detail(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.ValidationError):
        return "Nothing was saved. Correct the fields listed in “errors” and send it again."
    return getattr(error, "words", "") or WORDS.get(error.status_code) or str(error.detail)


def _errors(error: exceptions.APIException) -> Iterator[dict[str, str]]:
    if isinstance(error, ParameterProblem):
        for name, detail in error.problems.items():
            yield {"parameter": name, "detail": detail}
    elif isinstance(error, exceptions.ValidationError):
        yield from field_errors(error.detail, "")


def field_errors(detail: Any, pointer: str) -> Iterator[dict[str, str]]:
    """One entry for each message, with the JSON pointer (RFC 6901) to the field."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            step = "" if name == "non_field_errors" else "/" + str(name).replace("~", "~0").replace("/", "~1")
            yield from field_errors(inner, pointer + step)
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            yield from field_errors(inner, pointer if isinstance(inner, str) else f"{pointer}/{place}")
    else:
        yield {"pointer": pointer, "detail": str(detail)}


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = dict(getattr(error, "headers", {}))
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(round(wait))
    return headers
