"""Headers of our emails; send one message to one recipient over SMTP, and know whether it may have arrived.

Django's backend returns "sent" or raises an exception. To never send twice, the caller has to know more: whether the
server refused permanently or temporarily, and whether the connection was lost after the message had started to go out.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import formataddr, parseaddr
from typing import cast
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from .logs import current_request


def sender(council: str) -> str:
    """The installation's address in the council's name: "Portsmouth via sendplan <sendplan@example.org>"."""
    return formataddr((f"{one_line(council)} via sendplan", parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def one_line(text: str) -> str:
    """Text of a header on one line. Long dashes become hyphens, because one gets the header encoded and folded."""
    return " ".join(text.replace("–", "-").split())


def message_id(public_id: UUID) -> str:
    """Message-ID of the email of a row, the same for each attempt to send it."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{public_id}@{domain}>"


class NotSent(Exception):
    """The message did not arrive. The text gives the reason to the person who has to fix it."""


class Refused(NotSent):
    """Permanent failure: trying again will not help (SMTP code 500 or higher)."""


class PutOff(NotSent):
    """Temporary failure: the server cannot be reached, or asks to try later (SMTP code 400 to 499)."""


class Uncertain(Exception):
    """The connection was lost while the message went out, or the answer means nothing. It may have arrived or not."""


def send(message: EmailMultiAlternatives, *, before_data: Callable[[], None]) -> None:
    """Send one message to one recipient. Returns when the mail server has accepted it.

    `before_data` is called when the server has accepted sender and recipient, just before the message's bytes go out.
    In it, the caller commits that the mail may have arrived from now on. If it raises, nothing is sent.
    Raises Refused, PutOff or Uncertain. Waits at most `settings.EMAIL_TIMEOUT` seconds for each answer.
    """
    if request := current_request():
        message.extra_headers.setdefault("X-Request-Id", request)
    body = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
    [recipient] = message.recipients()
    with _connection() as server:
        _send_envelope(server, message.from_email, recipient, len(body))
        before_data()
        _send_data(server, body)


@contextmanager
def _connection() -> Iterator[smtplib.SMTP]:
    """Open an SMTP connection after EHLO, encrypted and signed in if the settings say so."""
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
        # Errors from here on do not change what happened to the message.
        with suppress(OSError, smtplib.SMTPException):
            backend.close()


def _send_envelope(server: smtplib.SMTP, sender: str, recipient: str, size: int) -> None:
    options = [f"SIZE={size}"] if server.has_extn("size") else []
    try:
        _check_answer(*server.mail(sender, options), f"The email server does not accept emails from {sender}")
        _check_answer(*server.rcpt(recipient), f"The email server does not accept emails for {recipient}")
    except (OSError, smtplib.SMTPException) as problem:
        raise PutOff(f"The email server ended the connection: {problem}") from problem


def _send_data(server: smtplib.SMTP, body: bytes) -> None:
    refusal = "The email server does not accept the email"
    try:
        code, answer = server.data(body)
    except smtplib.SMTPDataError as problem:
        raise _not_sent(problem.smtp_code, _as_bytes(problem.smtp_error), refusal) from problem
    except (OSError, smtplib.SMTPException) as problem:
        raise Uncertain(f"The connection was lost while sending: {problem}") from problem
    if not 200 <= code < 300 and not 400 <= code < 600:
        raise Uncertain(f"The email server did not say whether it accepts the email: {code} {_words(answer)}")
    _check_answer(code, answer, refusal)


def _check_answer(code: int, answer: bytes, refusal: str) -> None:
    if not 200 <= code < 300:
        raise _not_sent(code, answer, refusal)


def _not_sent(code: int, answer: bytes, refusal: str) -> NotSent:
    """The error for a message that has not gone out. `code` is -1 for an answer without one."""
    return (Refused if code >= 500 else PutOff)(f"{refusal}: {code} {_words(answer)}")


def _words(answer: bytes) -> str:
    return answer.decode(errors="replace")


def _as_bytes(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode()
