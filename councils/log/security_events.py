"""Writing down what the security officer will ask about. Directory rows: outside every council's transaction."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied

from ..models import Council, SecurityEvent, User

REFUSED_KEYS_KEPT = 20
"""From one address in one minute."""


def record(
    kind: str,
    *,
    request: Any = None,
    user: User | None = None,
    council: Council | None = None,
    subject: str = "",
    detail: dict[str, Any] | None = None,
) -> SecurityEvent:
    """Keep one event for good: its kind, who and from where (as far as known), and what it was about."""
    if user is None and request is not None:
        known = getattr(request, "user", None)
        user = known if known is not None and known.is_authenticated else None
    return SecurityEvent.objects.create(
        kind=kind,
        user=user,
        council=council,
        subject=subject,
        detail=detail or {},
        ip_address=_address(request) if request is not None else None,
        request_id=getattr(request, "id", "") if request is not None else "",
    )


def record_refused_key(request: Any, *, why: str) -> None:
    """Anybody can send a wrong key as often as they like, and the log is for good: the first of a minute are kept."""
    counter = f"refused-keys:{_address(request)}"
    cache.add(counter, 0, timeout=60)
    try:
        count = cache.incr(counter)
    except ValueError:  # The minute has just ended.
        count = 1
    if count <= REFUSED_KEYS_KEPT:
        record("api_key_refused", request=request, detail={"why": why})


def _address(request: Any) -> str | None:
    """The caller's own, past the proxies in front; the same by which sign-in attempts are counted."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None
