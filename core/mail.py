"""One message to one recipient over SMTP, with the moment known from which it may have arrived.

Django's backend answers "sent" or an exception. Whoever must never send twice has to know more: whether the server
refused for good or for now, and whether the connection was lost after the message had begun to go out.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import cast

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend


class NotSent(Exception):
    """The message did not arrive; the text says why, for the person who has to do something about it."""


class Refused(NotSent):
    """For good: trying again will not help (an answer from 500 on)."""


class PutOff(NotSent):
    """For now: the server cannot be reached, or asks to try later (an answer from 400 on)."""


class Uncertain(Exception):
    """The connection was lost while the message went out: it may have arrived or not, and nobody can know."""


def send(message: EmailMultiAlternatives, *, before_data: Callable[[], None]) -> None:
    """Hand one message with one recipient to the mail server; returns once the server has accepted it.

    `before_data` is called when server, sender and recipient are agreed, just before the message's own bytes go out:
    the caller commits there that the mail may have arrived from now on. What it raises ends the attempt unsent.
    Raises Refused, PutOff or Uncertain. Waits at most `settings.EMAIL_TIMEOUT` seconds for each answer.
    """
    body = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
    [recipient] = message.recipients()
    with _connection() as server:
        _agree(server, message.from_email, recipient, len(body))
        before_data()
        _transmit(server, body)


@contextmanager
def _connection() -> Iterator[smtplib.SMTP]:
    """An open, greeted and, where the settings say so, encrypted and signed-in connection."""
    backend = EmailBackend(timeout=settings.EMAIL_TIMEOUT, fail_silently=False)
    try:
        backend.open()
        server = cast(smtplib.SMTP, backend.connection)
        server.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException) as problem:
        raise PutOff(f"Could not reach the email server: {problem}") from problem
    try:
        yield server
    finally:
        # Whatever happens now changes nothing about the message.
        with suppress(OSError, smtplib.SMTPException):
            backend.close()


def _agree(server: smtplib.SMTP, sender: str, recipient: str, size: int) -> None:
    options = [f"SIZE={size}"] if server.has_extn("size") else []
    try:
        _accept(*server.mail(sender, options), f"The email server does not accept emails from {sender}")
        _accept(*server.rcpt(recipient), f"The email server does not accept emails for {recipient}")
    except (OSError, smtplib.SMTPException) as problem:
        raise PutOff(f"The email server ended the connection: {problem}") from problem


def _transmit(server: smtplib.SMTP, body: bytes) -> None:
    try:
        code, answer = server.data(body)
    except smtplib.SMTPDataError as problem:
        code, answer = problem.smtp_code, _as_bytes(problem.smtp_error)
    except (OSError, smtplib.SMTPException) as problem:
        raise Uncertain(f"The connection was lost while sending: {problem}") from problem
    _accept(code, answer, "The email server does not accept the email")


def _accept(code: int, answer: bytes, otherwise: str) -> None:
    if 200 <= code < 300:
        return
    words = f"{otherwise}: {code} {answer.decode(errors='replace')}"
    raise (Refused if code >= 500 else PutOff)(words)


def _as_bytes(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode()
