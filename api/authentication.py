"""API authentication (key or signed-in member) and permission checks."""

from __future__ import annotations

from typing import Any

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.permissions import BasePermission

from councils.actors import Actor, can
from councils.permissions import Permission, Scope, scopes_with


class CouncilAuthentication(BaseAuthentication):
    """Use the actor set by the middleware, which checks the key before the council's transaction opens."""

    def authenticate(self, request: Any) -> tuple[Any, Actor] | None:
        http = request._request
        actor: Actor | None = getattr(http, "actor", None)
        if actor is None:
            return None
        if actor.client is None:
            SessionAuthentication().enforce_csrf(request)
        return actor.user or actor.client, actor

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="sendplan"'


class HasScope(BasePermission):
    """Check the view's `permission` for reading and `write_permission` for writing. A key needs the scope."""

    def has_permission(self, request: Any, view: Any) -> bool:
        actor: Actor | None = request.auth
        if actor is None:
            return False
        needed: Permission | None = (
            view.permission if request.method in ("GET", "HEAD", "OPTIONS") else view.write_permission
        )
        if needed is None or not can(actor, needed):
            self.message = _missing(actor, request.method, needed)
            return False
        return True


def _missing(actor: Actor, method: str, needed: Permission | None) -> str:
    if actor.client is not None:
        usual = Scope.READ if method in ("GET", "HEAD", "OPTIONS") else Scope.WRITE
        scopes = (needed and scopes_with(needed)) or [usual]
        return f"This key does not have the scope {' or '.join(f'“{scope}”' for scope in scopes)}."
    return "You do not have permission to do this."
