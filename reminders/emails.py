"""The email of a reminder: what is asked for and why, each with its link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import formataddr
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from core import mail
from core.periods import words_for_date
from core.words import count_words
from councils.accounts.emails import absolute
from councils.branding.colours import STANDARD_COLOUR, darkened
from minutes.models import Entry

from .access import token_of
from .approvals import Approvals
from .models import Reminder, UpdateLink
from .rules import Reason
from .summaries import minute_name

ACCOUNT = "Sign in to say what became of it"
WHY = {
    Reason.OVERDUE: "It was due by {}.",
    Reason.DUE_SOON: "It is due by {}.",
    Reason.UPDATE_DUE: "Updates for this quarter are due by {}.",
    Reason.TO_APPROVE: "They count for this quarter if they are approved by {}.",
}


@dataclass(frozen=True)
class Item:
    """One deliverable, entry in minutes or number of approvals in the email. `press` are the words of its link."""

    name: str
    why: str
    address: str
    press: str


def reminder_message(
    reminder: Reminder, links: Sequence[UpdateLink], entries: Sequence[Entry]
) -> EmailMultiAlternatives:
    """The email. Its Message-ID belongs to the reminder and is the same for each attempt."""
    council = reminder.council
    said = {item[kind]: item for item in reminder.items for kind in ("deliverable", "minute") if kind in item}
    items = [_item(link, said[str(link.deliverable.public_id)]) for link in links]
    items += [_minuted(entry, said[str(entry.public_id)]) for entry in entries]
    items += [_approvals(item, reminder) for item in reminder.items if "approvals" in item]
    context = {
        "reminder": reminder,
        "council": council,
        "items": items,
        "accent": darkened(council.accent or STANDARD_COLOUR),
        "my_work": absolute(reverse("deliverables:my_work", kwargs={"council": council.slug})),
        "until": words_for_date(max(link.expires_on for link in links)) if links else "",
    }
    message = EmailMultiAlternatives(
        subject=f"{count_words(len(items), 'answer')} asked for by {mail.one_line(council.name)}",
        body=render_to_string("emails/reminder/body.txt", context),
        from_email=mail.sender(council.name),
        to=[formataddr((reminder.name, reminder.email))],
        headers={"Message-ID": reminder.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("emails/reminder/body.html", context), "text/html")
    return message


def _item(link: UpdateLink, said: dict[str, str]) -> Item:
    address = reverse("update_link", kwargs={"slug": link.council.slug, "token": token_of(link)})
    return Item(link.deliverable.name, _why(said), absolute(address), "Update this")


def _minuted(entry: Entry, said: dict[str, str]) -> Item:
    return Item(minute_name(entry), _why(said), absolute(entry.get_absolute_url()), ACCOUNT)


def _approvals(said: dict[str, Any], reminder: Reminder) -> Item:
    waiting = Approvals(said["approvals"], reminder.council)
    return Item(
        waiting.name, _why(said), absolute(waiting.get_absolute_url()), "Sign in to approve or return them"
    )


def _why(said: dict[str, str]) -> str:
    return WHY[Reason(said["reason"])].format(words_for_date(date.fromisoformat(said["on"])))
