"""The address at which GOV.UK Notify says what became of an email: no sign-in, no session, a token of its own."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.counting import times_within
from core.notify import Notification, read_status
from councils.log.security_events import ip_address_of
from councils.models import Council
from councils.tenancy import council_context

from ..answers import note_notification
from ..models import Delivery

ACTOR = "notify:callback"
LARGEST_ANSWER = 10_000
"""Bytes of an answer. One has about 500."""
MAX_MISSES_PER_MINUTE = 30
"""Requests with a wrong token, from one IP address."""
NOTHING_TO_SAY = 204


@csrf_exempt
@login_not_required
@require_POST
def notify_answer(request: Any) -> HttpResponse:
    """Record one answer (8 queries). What is not about an email of ours gets the same answer as what is.

    401 without the token, 413 for a body that is too large, 400 for one that is no answer.
    """
    if not _has_token(request):
        misses = times_within(f"notify-answer:{ip_address_of(request)}", seconds=60)
        return HttpResponse(status=429 if misses > MAX_MISSES_PER_MINUTE else 401)
    body = request.read(LARGEST_ANSWER + 1)
    if len(body) > LARGEST_ANSWER:
        return HttpResponse(status=413)
    try:
        said = json.loads(body)
        reference = str(said["reference"])
        found = Notification(str(said["id"]), str(said["to"]), read_status(said["status"]))
    except (ValueError, KeyError, TypeError):
        return HttpResponse(status=400)
    _record(reference, found, request)
    return HttpResponse(status=NOTHING_TO_SAY)


def _record(reference: str, found: Notification, request: Any) -> None:
    try:
        council_id, delivery_id = (UUID(each) for each in reference.split("."))
    except ValueError:
        return
    council = Council.objects.filter(public_id=council_id).first()
    if council is None or not found.status.is_final:
        return
    with council_context(council.pk, actor=ACTOR, request_id=request.id):
        rows = Delivery.objects.select_related("pack").filter(public_id=delivery_id)
        delivery = rows.filter(email__iexact=found.address).first()
        if delivery:
            note_notification(delivery, found, actor=ACTOR, now=request.now)


def _has_token(request: Any) -> bool:
    """Whether the request has the token of this installation. Without one set, nobody has."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    wanted: str = settings.NOTIFY_CALLBACK_TOKEN
    return bool(wanted) and kind == "Bearer" and constant_time_compare(token.strip(), wanted)
