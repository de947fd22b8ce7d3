"""Record security events for the security officer. They are directory rows, outside council transactions."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied

from core.counting import times_within
from core.logs import lines_say

from ..models import Council, SecurityEvent, User

logger = logging.getLogger(__name__)

MAX_REFUSED_KEYS_PER_MINUTE = 20
"""Number of refused API keys to record per IP address per minute."""


def record(
    kind: str,
    *,
    request: Any = None,
    user: User | None = None,
    council: Council | None = None,
    subject: str = "",
    detail: dict[str, Any] | None = None,
) -> SecurityEvent:
    """Store one permanent event: its kind, the user and IP address if known, and its subject."""
    if user is None and request is not None:
        known = getattr(request, "user", None)
        user = known if known is not None and known.is_authenticated else None
    with lines_say(council=council and council.pk, user=user and user.public_id):
        logger.info("%s.", kind)
    return SecurityEvent.objects.create(
        kind=kind,
        user=user,
        council=council,
        subject=subject,
        detail=detail or {},
        ip_address=ip_address_of(request) if request is not None else None,
        request_id=getattr(request, "id", "") if request is not None else "",
    )


def record_refused_key(request: Any, *, why: str) -> None:
    """Record at most MAX_REFUSED_KEYS_PER_MINUTE refused keys per IP address per minute.

    Anyone can send wrong keys as often as they like, and events are permanent.
    """
    count = times_within(f"refused-keys:{ip_address_of(request)}", seconds=60)
    if count <= MAX_REFUSED_KEYS_PER_MINUTE:
        record("api_key_refused", request=request, detail={"why": why})


def ip_address_of(request: Any) -> str | None:
    """IP address of the client behind our proxies, as in the rate limit for sign-ins."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None
