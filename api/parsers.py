"""JSON parser with limits on size and depth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from rest_framework import exceptions, status
from rest_framework.parsers import BaseParser

MAX_LEVELS = 20
"""Deeper than any valid body. A serializer field could not report an error in a value of 1,000 levels."""

MAX_BYTES = 2_621_440
"""2.5 MB, as before pages took longer texts (`settings.DATA_UPLOAD_MAX_MEMORY_SIZE`)."""


class BodyTooLarge(exceptions.APIException):
    """The body has more than MAX_BYTES. It is rejected before it is read."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is too large. Send less in each request."


class JsonParser(BaseParser):
    """JSON parser that limits size and depth. DRF's JSONParser reads any size, and fails on deep nesting."""

    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        request = (parser_context or {})["request"]
        if int(request._request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
            raise BodyTooLarge
        try:
            body = orjson.loads(request._request.body)
        except RequestDataTooBig:
            raise BodyTooLarge from None
        except orjson.JSONDecodeError as error:
            raise exceptions.ParseError(f"The body is not valid JSON: {error}.") from None
        if not _is_shallow(body):
            raise exceptions.ParseError(f"The body is nested more than {MAX_LEVELS} levels deep.")
        return body


def _is_shallow(body: Any) -> bool:
    level = [body]
    for _ in range(MAX_LEVELS):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return True
    return False


def _inside(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
