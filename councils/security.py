"""Writing down what the security officer will ask about. Directory rows: outside every council's transaction."""

from __future__ import annotations

from typing import Any

from .models import Council, SecurityEvent, User


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
        ip_address=request.META.get("REMOTE_ADDR") or None if request is not None else None,
        request_id=getattr(request, "id", "") if request is not None else "",
    )
