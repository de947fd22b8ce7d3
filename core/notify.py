"""Send one email by GOV.UK Notify, know whether it may have been accepted, and ask what became of it.

Speaks the REST API of GOV.UK Notify, version 2. The official client does not tell whether a connection was lost before
or after the request went out, which decides whether to send again: docs/decisions/0020-govuk-notify.md.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from .mail import PutOff, Refused, Uncertain

LARGEST_FILE = 2 * 1024 * 1024
"""Bytes from which on GOV.UK Notify takes no file."""
LARGEST_ANSWER = 1024 * 1024
_KEY = re.compile(r"(?:.*-)?(?P<service>[0-9a-f-]{36})-(?P<secret>[0-9a-f-]{36})")


class Status(StrEnum):
    """What GOV.UK Notify says of an email. Other words of theirs mean that it is on its way."""

    CREATED = "created"
    SENDING = "sending"
    DELIVERED = "delivered"
    PERMANENT_FAILURE = "permanent-failure"
    TEMPORARY_FAILURE = "temporary-failure"
    TECHNICAL_FAILURE = "technical-failure"

    @property
    def failed(self) -> bool:
        return self.value.endswith("-failure")

    @property
    def is_final(self) -> bool:
        return self.failed or self == Status.DELIVERED


@dataclass(frozen=True, slots=True)
class Notification:
    """An email as GOV.UK Notify knows it: its id, address and status."""

    id: str
    address: str
    status: Status


def is_set_up() -> bool:
    """Whether this installation has a usable API key."""
    return _KEY.fullmatch(settings.NOTIFY_API_KEY) is not None


def file_link(file: bytes, name: str, *, weeks: int) -> dict[str, Any]:
    """Value of a placeholder that becomes a link to the file, which asks for the recipient's address.

    The file must be smaller than `LARGEST_FILE`. It can be downloaded for this number of weeks.
    """
    return {
        "file": base64.b64encode(file).decode(),
        "filename": name,
        "confirm_email_before_download": True,
        "retention_period": f"{weeks} weeks",
    }


def send(
    *,
    template_id: str,
    address: str,
    reference: str,
    personalisation: Mapping[str, Any],
    before_data: Callable[[], None],
) -> Notification:
    """Send one email by one call. Returns when GOV.UK Notify has accepted it.

    `before_data` is called when the connection is there, just before the request goes out. If it raises, nothing is
    sent. Raises Refused, PutOff or Uncertain. Waits at most `settings.NOTIFY_TIMEOUT` seconds for each answer.
    """
    body = {
        "template_id": template_id,
        "email_address": address,
        "reference": reference,
        "personalisation": personalisation,
    }
    with closing(_connection()) as connection:
        before_data()
        try:
            found = _answer(connection, "POST", "/v2/notifications/email", body)
        except (OSError, http.client.HTTPException) as problem:
            raise Uncertain(
                f"The connection to GOV.UK Notify was lost while sending: {_words(problem)}"
            ) from problem
    return Notification(str(found.get("id", "")), address, Status.CREATED)


def find(reference: str, address: str) -> Notification | None:
    """The email with this reference to this address, unless it failed. None if there is none.

    Raises Refused or PutOff.
    """
    found = _get(f"/v2/notifications?reference={quote(reference, safe='')}")
    for each in found.get("notifications") or ():
        notification = _read(each)
        if notification.address.casefold() == address.casefold() and not notification.status.failed:
            return notification
    return None


def look_up(notification_id: str) -> Notification:
    """The email with this id. Raises Refused or PutOff."""
    return _read(_get(f"/v2/notifications/{quote(notification_id, safe='')}"))


def read_status(word: object) -> Status:
    """The status that a word of GOV.UK Notify means."""
    return next((status for status in Status if status == word), Status.SENDING)


def _read(row: Mapping[str, Any]) -> Notification:
    return Notification(
        str(row.get("id", "")), str(row.get("email_address", "")), read_status(row.get("status"))
    )


def _get(path: str) -> Mapping[str, Any]:
    with closing(_connection()) as connection:
        try:
            return _answer(connection, "GET", path)
        except (OSError, http.client.HTTPException) as problem:
            raise PutOff(f"GOV.UK Notify does not answer: {_words(problem)}") from problem


def _connection() -> http.client.HTTPConnection:
    """An open connection. Raises Refused or PutOff."""
    if not is_set_up():
        raise Refused("GOV.UK Notify is not set up on this installation.")
    address = urlsplit(settings.NOTIFY_URL)
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=settings.NOTIFY_TIMEOUT)
    try:
        connection.connect()
    except OSError as problem:
        raise PutOff(f"Could not reach GOV.UK Notify: {_words(problem)}") from problem
    return connection


def _answer(
    connection: http.client.HTTPConnection, method: str, path: str, body: Mapping[str, Any] | None = None
) -> Mapping[str, Any]:
    """The answer's JSON. Raises Refused, PutOff, OSError or HTTPException."""
    headers = {
        "Authorization": f"Bearer {_token()}",
        "Content-Type": "application/json",
        "User-Agent": "sendplan",
    }
    base = urlsplit(settings.NOTIFY_URL).path.rstrip("/")
    connection.request(method, f"{base}{path}", json.dumps(body) if body else None, headers)
    response = connection.getresponse()
    content = response.read(LARGEST_ANSWER)
    found = _as_json(content)
    if 200 <= response.status < 300:
        return found
    words = f"GOV.UK Notify does not accept the email: {response.status} {_messages(found)}".strip()
    raise (PutOff if response.status == 429 or response.status >= 500 else Refused)(words)


def _as_json(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _messages(answer: Mapping[str, Any]) -> str:
    errors: Sequence[Any] = answer.get("errors") or ()
    return "; ".join(str(each.get("message", "")) for each in errors if isinstance(each, dict))


def _words(problem: Exception) -> str:
    return str(problem) or type(problem).__name__


def _token() -> str:
    """A token of this moment, signed with the secret of the API key (JSON Web Token, HS256)."""
    key = _KEY.fullmatch(settings.NOTIFY_API_KEY)
    assert key is not None, "_connection has checked the key"
    head = _base64({"typ": "JWT", "alg": "HS256"})
    claims = _base64({"iss": key["service"], "iat": int(time.time())})
    signed = f"{head}.{claims}"
    signature = hmac.new(key["secret"].encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_url_safe(signature)}"


def _base64(value: Mapping[str, Any]) -> str:
    return _url_safe(json.dumps(value, separators=(",", ":")).encode())


def _url_safe(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
