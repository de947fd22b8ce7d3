"""Email of GOV.UK Notify that delivers a pack: the values of its template, and one call for each recipient."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from core import mail, notify
from core.periods import words_for_date

from .document import PackDocument
from .models import Delivery
from .printing.paper import file_name

FILE_WEEKS = 26
"""How long the file can be downloaded from GOV.UK Notify."""
NOT_SET_UP = (
    "GOV.UK Notify is not set up for this council. Select another way, or tell those who run sendplan"
)
NOT_KNOWN_THERE = "The connection to GOV.UK Notify was lost, and it has no such email. It is sent again."


def template_for(council_slug: str) -> str:
    """Id of the template for a council's packs, "" if none is set up."""
    own: dict[str, str] = settings.NOTIFY_TEMPLATE_IDS
    return own.get(council_slug, str(settings.NOTIFY_TEMPLATE_ID))


def can_be_chosen(council_slug: str) -> bool:
    """Whether GOV.UK Notify is set up for the council."""
    return notify.is_set_up() and bool(template_for(council_slug))


def notify_email(delivery: Delivery, document: PackDocument, *, pdf: bytes) -> Mapping[str, Any]:
    """Values of the template's placeholders. A PDF that is too large is replaced by the address of the pack's page."""
    pack, summary = delivery.pack, document.summary
    page = f"{settings.PUBLIC_URL.rstrip('/')}{pack.get_absolute_url()}"
    small_enough = len(pdf) < notify.LARGEST_FILE
    return {
        "name": delivery.name,
        "council": summary.council,
        "board": summary.board,
        "quarter": summary.quarter.words,
        "edition": str(document.edition),
        "paper": document.called,
        "position_as_at": words_for_date(summary.as_at),
        "summary": summary.counts.words,
        "link_to_file": notify.file_link(pdf, file_name(pack), weeks=FILE_WEEKS) if small_enough else page,
        "page": page,
    }


def send_once(
    delivery: Delivery, personalisation: Mapping[str, Any], *, before_data: Callable[[], None]
) -> notify.Notification:
    """Send the email, unless GOV.UK Notify has it from an earlier attempt. Returns it as it is known there.

    If the connection is lost, GOV.UK Notify is asked whether it has the email. Raises what `core.notify` raises.
    """
    reference, template = delivery.reference, template_for(delivery.pack.council.slug)
    if not template:
        raise mail.Refused(f"{NOT_SET_UP}.")
    may_be_there = delivery.attempts > 1 or bool(delivery.settled_by)
    if may_be_there and (sent := notify.find(reference, delivery.email)):
        before_data()  # It has gone out, at an earlier attempt.
        return sent
    try:
        return notify.send(
            template_id=template,
            address=delivery.email,
            reference=reference,
            personalisation=personalisation,
            before_data=before_data,
        )
    except mail.Uncertain as lost:
        return _found_after(lost, reference, delivery.email)


def _found_after(lost: mail.Uncertain, reference: str, address: str) -> notify.Notification:
    """The email after a lost connection. Raises PutOff if it is not there, and Uncertain if nobody can say."""
    try:
        found = notify.find(reference, address)
    except mail.NotSent:
        raise lost from None
    if found is None:
        raise mail.PutOff(NOT_KNOWN_THERE) from lost
    return found
