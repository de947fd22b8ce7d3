"""Invitation email, email with a link to choose a password, and links for emails."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from core.periods import words_for_date

from ..models import Invitation, User


def invitation(
    invitation: Invitation, *, token: str, invited_by: str, places: Sequence[str]
) -> EmailMultiAlternatives:
    """Invitation email, with the link on which the invited person accepts. `places` says what else comes with it."""
    context = {
        "invitation": invitation,
        "invited_by": invited_by,
        "places": places,
        "link": absolute(reverse("invitation", kwargs={"token": token})),
        "until": words_for_date(timezone.localdate(invitation.expires_at)),
    }
    message = EmailMultiAlternatives(
        subject=" ".join(render_to_string("emails/invitation/subject.txt", context).split()),
        body=render_to_string("emails/invitation/body.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[invitation.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("emails/invitation/body.html", context), "text/html")
    return message


def password_link(user: User, link: str) -> EmailMessage:
    """Email with the link on which this user chooses a new password."""
    context = {"user": user, "password_reset_url": link}
    template = "account/email/password_reset_key"
    return EmailMessage(
        subject=" ".join(render_to_string(f"{template}_subject.txt", context).split()),
        body=render_to_string(f"{template}_message.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def absolute(path: str) -> str:
    """Absolute URL for emails, from `settings.PUBLIC_URL`, never from a request's Host header."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
