"""Reject requests whose Content-Type names a charset other than UTF-8: a page with 400, the API with 415."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

from .problems import is_api, problem_response

_WRONG_CHARSET = "core.refused_charset"
_WORDS = "Send the request in UTF-8."


class ReadableContentType:
    """WSGI wrapper: remove any charset other than UTF-8 from CONTENT_TYPE, and mark the request.

    It has to come before Django, which decodes the path with this charset before any middleware runs. Python also
    accepts charsets that are not for text, such as "hex".
    """

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        content_type = environ.get("CONTENT_TYPE", "")
        if not _is_utf_8(content_type):
            environ = environ | {"CONTENT_TYPE": content_type.partition(";")[0], _WRONG_CHARSET: True}
        return self.application(environ, start_response)


class CharsetMiddleware:
    """Return 400 or 415 if the request names a charset other than UTF-8, before anything is read from it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "charset" in (request.content_params or {}):
            request.encoding = "utf-8"  # Django compares names, so use one spelling
        if _WRONG_CHARSET in request.META or not _is_utf_8(request.META.get("CONTENT_TYPE", "")):
            if is_api(request):
                return problem_response(request, 415, "Unsupported media type", _WORDS)
            raise BadRequest(_WORDS)
        return self.get_response(request)


def _is_utf_8(content_type: str) -> bool:
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False
