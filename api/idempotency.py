"""Idempotency-Key: a write that is sent again with its key is answered again, and not done again.

The lock, the effect and the stored answer belong to the request's one transaction. So a request that is refused or
dies leaves none of them, and its key is free at once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.db import connection
from django.http import HttpResponse
from rest_framework import exceptions
from rest_framework.response import Response

from councils.tenancy import current_council_id

from .exception_handler import InProgress, OtherRequest
from .models import IdempotentAnswer
from .shapes import as_json

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
KEPT_HEADERS = ("Location", "ETag")
_KEY = re.compile(r"[!-~]{1,255}")

Handler = Callable[..., HttpResponse]


def once(handler: Handler) -> Handler:
    """Handler of a write that honours Idempotency-Key. Without the header, it does what it is asked each time."""

    @wraps(handler)
    def answered(view: Any, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get(HEADER)
        if key is None:
            return handler(view, request, *args, **kwargs)
        if not _KEY.fullmatch(key):
            raise exceptions.ParseError(
                f"{HEADER} must be 1 to 255 letters, digits or signs, without spaces."
            )
        by, now, sent = view.actor.reference, request.now, _hash_of(request._request)
        if not _is_free(by, key):
            raise InProgress
        stored = IdempotentAnswer.objects.filter(by=by, key=key).first()
        if stored is not None and now - stored.answered_at < KEPT_FOR:
            if stored.request_hash != sent:
                raise OtherRequest
            return _again(stored)
        response = handler(view, request, *args, **kwargs)
        if stored is not None:
            stored.delete()
        IdempotentAnswer.objects.create(
            by=by,
            key=key,
            request_hash=sent,
            status=response.status_code,
            headers={name: response.headers[name] for name in KEPT_HEADERS if name in response.headers},
            body=_body_of(response).decode(),
            answered_at=now,
        )
        return response

    return answered


def forget_answers(*, now: datetime) -> int:
    """Delete the current council's answers that have been kept for a day. Returns how many."""
    return IdempotentAnswer.objects.filter(answered_at__lte=now - KEPT_FOR).delete()[0]


def _hash_of(request: Any) -> str:
    parts = (request.method, request.get_full_path(), hashlib.sha256(request.body).hexdigest())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _is_free(by: str, key: str) -> bool:
    """Lock the key until the transaction ends. False if another request has it."""
    name = f"api.idempotency {current_council_id()} {by} {key}"
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        [is_locked] = cursor.fetchone()
    return bool(is_locked)


def _again(stored: IdempotentAnswer) -> HttpResponse:
    headers = stored.headers | {"Idempotent-Replayed": "true"}
    return HttpResponse(
        stored.body.encode(), status=stored.status, content_type="application/json", headers=headers
    )


def _body_of(response: HttpResponse) -> bytes:
    if isinstance(response, Response):
        return b"" if response.data is None else as_json(response.data)
    return response.content
