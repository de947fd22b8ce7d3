"""Error handlers for 400, 403, 404, 413, 500 and 503: an HTML page, or problem details under /api/."""

from __future__ import annotations

import sys

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from core import outages
from core.problems import is_api, problem_response

UNREADABLE = "Something in the address, the headers or the body is not as it should be. Nothing was saved."


TOO_LONG = "The body is longer than 8 MB. Nothing was saved. Send it in parts."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where the text that was sent is too long to be read at all."""
    if isinstance(exception, RequestDataTooBig):
        if is_api(request):
            return problem_response(request, 413, "The request is too long", TOO_LONG)
        return HttpResponse(render_to_string("413.html"), status=413)
    if not is_api(request):
        return defaults.bad_request(request, exception)
    words = str(exception) if isinstance(exception, BadRequest) else UNREADABLE
    return problem_response(request, 400, "The request cannot be understood", words)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not is_api(request):
        return defaults.permission_denied(request, exception)
    return problem_response(request, 403, "Not allowed")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not is_api(request):
        return defaults.page_not_found(request, exception)
    return problem_response(request, 404, "Not found")


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away. Django calls this while it handles the exception."""
    if outages.is_outage(sys.exc_info()[1]):
        return _unavailable(request)
    if not is_api(request):
        return defaults.server_error(request)
    words = "Nothing was saved. Quote the request_id to us."
    return problem_response(request, 500, "Something went wrong here", words)


def _unavailable(request: HttpRequest) -> HttpResponse:
    wait = outages.RETRY_SECONDS
    if is_api(request):
        return problem_response(request, 503, outages.TITLE, outages.WORDS, retry_after=wait)
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(wait)})
