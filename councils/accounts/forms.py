"""allauth's forms with our labels and errors, without placeholders (they disappear when you type)."""

import logging
from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.http import HttpRequest
from kombu.exceptions import OperationalError

from core.ui.forms import PlainErrors

from ..log import security_events
from .tasks import send_password_links

logger = logging.getLogger(__name__)


class PlainWords(forms.BaseForm):
    """Mixin: replace allauth's placeholders with our labels and hints."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
            self.fields[name].widget.attrs.pop("placeholder", None)


EMAIL = ("Email address", "")
NEW_PASSWORD = (
    "New password",
    "Use at least 12 characters. Three random words work well.",
)
AGAIN = ("New password again", "")


YOURS = {
    "login": "your email address",
    "email": "your email address",
    "password": "your password",
    "oldpassword": "your current password",
    "password1": "your new password",
    "password2": "your new password again",
}


class SignIn(PlainErrors, PlainWords, allauth_forms.LoginForm):  # type: ignore[misc]  # allauth is not annotated
    in_errors = YOURS
    words = {"login": EMAIL, "password": ("Password", "")}


class ResetPassword(PlainErrors, PlainWords, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Asks for a link to choose a new password. A worker looks for the account and sends the link.

    So the answer and the time that it takes are the same whether there is an account or not, and whatever the mail
    server does.
    """

    in_errors = YOURS
    words = {"email": EMAIL}

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email = str(self.cleaned_data["email"])
        security_events.record("password_link_asked", request=request, subject=email[:200])
        try:
            send_password_links.delay(email=email)
        except OperationalError as problem:
            logger.warning(
                "The queue cannot be reached, so a link to choose a password is sent at once: %s", problem
            )
            send_password_links.apply(kwargs={"email": email})
        return email


class ChooseNewPassword(PlainErrors, PlainWords, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    in_errors = YOURS
    words = {"password1": NEW_PASSWORD, "password2": AGAIN}


class ChangePassword(PlainErrors, PlainWords, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    in_errors = YOURS
    words = {"oldpassword": ("Current password", ""), "password1": NEW_PASSWORD, "password2": AGAIN}
