"""The mail server: does it answer, encrypted and signed in as the settings say?"""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from typing import cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from .finding import Finding, failed, ok, warning

SECONDS = 5


def check_mail() -> Iterator[Finding]:
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    backend = EmailBackend(timeout=SECONDS, fail_silently=False)
    try:
        backend.open()
        server = cast(smtplib.SMTP, backend.connection)
        server.ehlo_or_helo_if_needed()
        offers_tls = server.has_extn("starttls")
    except smtplib.SMTPAuthenticationError:
        yield failed("mail server", f"{where} refuses the user or password.", "Check EMAIL_URL.")
        return
    except (OSError, smtplib.SMTPException) as problem:
        yield failed(
            "mail server",
            f"{where} does not answer as it should: {type(problem).__name__}: {problem}",
            "Check EMAIL_URL, its port and the firewall.",
        )
        return
    finally:
        backend.close()
    yield ok("mail server", f"{where} answers.")
    if offers_tls and not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        yield warning(
            "encryption",
            f"{where} offers encryption, and EMAIL_URL does not use it.",
            "Begin EMAIL_URL with smtp+tls:// unless the server is on this machine.",
        )


def send_trial(address: str) -> Finding:
    """Send a short email to this address, and say what the mail server answered."""
    message = EmailMessage(
        "Trial of sendplan",
        f"{settings.PUBLIC_URL} can send email.",
        settings.DEFAULT_FROM_EMAIL,
        [address],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as problem:
        return failed("trial email", f"It was not taken: {problem}", "Check EMAIL_URL and MAIL_FROM.")
    return ok("trial email", f"The mail server took an email for {address}. Look whether it arrives.")
