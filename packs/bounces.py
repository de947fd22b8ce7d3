"""Read emails that came back (delivery status notifications, RFC 3464), and find the deliveries that they are about."""

from __future__ import annotations

import email
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message

from councils.models import Council
from councils.tenancy import council_context

from .answers import note_bounce
from .models import Delivery

ACTOR = "command:read_bounces"
LARGEST_REPORT = 10 * 1024 * 1024
LONGEST_WORDS = 500
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")


@dataclass(frozen=True, slots=True)
class Bounce:
    """An email that failed for good: the Message-ID of what was sent, and the server's words."""

    message_id: str
    words: str


class NotABounce(ValueError):
    """The file says of no email that it failed for good. The text is a sentence for whoever reads the log."""


def read_bounce(content: bytes) -> Bounce:
    """The failure that a delivery status notification reports. Raises NotABounce.

    One that only says that an email is late, was passed on or has arrived is none.
    """
    if len(content) > LARGEST_REPORT:
        raise NotABounce("It is larger than 10 MB.")
    report = email.message_from_bytes(content, policy=policy.default)
    fields = list(_status_fields(report))
    if not fields:
        raise NotABounce("It is no delivery status notification.")
    failed = next((each for each in fields if str(each.get("Action", "")).strip().lower() == "failed"), None)
    if failed is None:
        raise NotABounce("It reports no failure.")
    message_id = _message_id(report, fields)
    if not message_id:
        raise NotABounce("It does not say which email it is about.")
    said = str(failed.get("Diagnostic-Code") or failed.get("Status") or "It gave no reason.")
    words = " ".join(said.rpartition("; ")[2].split() if said.lower().startswith("smtp;") else said.split())
    return Bounce(message_id, f"The email came back: {words[:LONGEST_WORDS]}")


def record_bounces(bounces: Collection[Bounce]) -> dict[str, bool]:
    """Record bounces of all councils. Returns by Message-ID whether it was news, for those that are ours.

    One query for each council, because the wall lets nobody read all at once.
    """
    by_id = {each.message_id: each for each in bounces}
    known: dict[str, bool] = {}
    for council_id in Council.objects.order_by("pk").values_list("pk", flat=True):
        with council_context(council_id, actor=ACTOR):
            for delivery in Delivery.objects.filter(message_id__in=by_id).select_related("pack"):
                bounce = by_id[delivery.message_id]
                known[bounce.message_id] = note_bounce(delivery, bounce.words, actor=ACTOR)
    return known


def _status_fields(report: EmailMessage) -> Iterator[Message]:
    """The groups of fields of each report of this kind: one about the message, then one for each recipient."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            groups = part.get_payload()
            yield from (
                (each for each in groups if isinstance(each, Message)) if isinstance(groups, list) else ()
            )


def _message_id(report: EmailMessage, fields: Collection[Message]) -> str:
    """Message-ID of the email that came back: from the report's fields, or from the copy that is returned with it."""
    for each in fields:
        if found := _MESSAGE_ID.search(str(each.get("Original-Message-ID") or "")):
            return found[0]
    for part in report.walk():
        if part.get_content_type() == "text/rfc822-headers":
            headers = email.message_from_string(part.get_content(), policy=policy.default)
        elif part.get_content_type() == "message/rfc822":
            headers = part.get_content()
        else:
            continue
        if found := _MESSAGE_ID.search(str(headers.get("Message-ID") or "")):
            return found[0]
    return ""
