"""Invitation email for a new member of a council."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from ..models import Membership, User


def invitation(membership: Membership, *, invited_by: str) -> EmailMultiAlternatives:
    """Invitation email: new users get a link to set a password, existing users a link to sign in."""
    user = membership.user
    context = {
        "membership": membership,
        "invited_by": invited_by,
        "password_url": "" if user.has_usable_password() else password_url(user),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "sign_in_url": absolute(reverse("account_login")),
        "forgotten_url": absolute(reverse("account_reset_password")),
    }
    message = EmailMultiAlternatives(
        subject=" ".join(render_to_string("emails/invitation/subject.txt", context).split()),
        body=render_to_string("emails/invitation/body.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("emails/invitation/body.html", context), "text/html")
    return message


def password_url(user: User) -> str:
    """Link to set this user's password, valid once and for `settings.PASSWORD_RESET_TIMEOUT` seconds."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return absolute(reverse("account_reset_password_from_key", kwargs=key))


def absolute(path: str) -> str:
    """Absolute URL for emails, from `settings.PUBLIC_URL`, never from a request's Host header."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
