"""allauth adapter: no sign-up, and security events for sign-ins and passwords."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from ..log import security_events
from .emails import absolute


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """False: users are invited by an administrator of a council."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        response = super().post_login(request, user, **kwargs)
        security_events.record("signed_in", request=request, user=user)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        security_events.record(
            "sign_in_failed", request=request, subject=str(credentials.get("email", ""))[:200]
        )

    def logout(self, request: HttpRequest) -> None:
        security_events.record("signed_out", request=request)
        super().logout(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        user, _, token = key.partition("-")
        return absolute(reverse("account_reset_password_from_key", kwargs={"uidb36": user, "key": token}))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted by account and address: nobody shuts a colleague out, or a whole building."""
        counted = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{counted}:{security_events.ip_address_of(request)}"

    def set_password(self, user: Any, password: str) -> None:
        super().set_password(user, password)
        security_events.record("password_set", request=self.request, user=user)
