"""Invitation email, and links for emails."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from core.periods import words_for_date

from ..models import Invitation


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


def absolute(path: str) -> str:
    """Absolute URL for emails, from `settings.PUBLIC_URL`, never from a request's Host header."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
