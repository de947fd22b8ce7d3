"""Sign someone in who has just chosen a password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login

from ...log import security_events
from ...models import User


def sign_in(request: Any, user: User) -> None:
    """Sign the user in, with a new session, and record it as other sign-ins are."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    security_events.record("signed_in", request=request, user=user)
