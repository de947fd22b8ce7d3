"""The email of a reminder: what is asked for and why, each with its link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import formataddr

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
from .models import Reminder, UpdateLink
from .rules import Reason
from .summaries import minute_name

WHY = {
    Reason.OVERDUE: "It was due by {}.",
    Reason.DUE_SOON: "It is due by {}.",
    Reason.UPDATE_DUE: "Updates for this quarter are due by {}.",
}


@dataclass(frozen=True)
class Item:
    """One deliverable, or entry in minutes, in the email. `needs_account`: its page is only for members."""

    name: str
    why: str
    address: str
    needs_account: bool


def reminder_message(
    reminder: Reminder, links: Sequence[UpdateLink], entries: Sequence[Entry]
) -> EmailMultiAlternatives:
    """The email. Its Message-ID belongs to the reminder and is the same for each attempt."""
    council = reminder.council
    said = {item.get("deliverable") or item["minute"]: item for item in reminder.items}
    items = [_item(link, said[str(link.deliverable.public_id)]) for link in links]
    items += [_minuted(entry, said[str(entry.public_id)]) for entry in entries]
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
    return Item(link.deliverable.name, _why(said), absolute(address), needs_account=False)


def _minuted(entry: Entry, said: dict[str, str]) -> Item:
    return Item(minute_name(entry), _why(said), absolute(entry.get_absolute_url()), needs_account=True)


def _why(said: dict[str, str]) -> str:
    return WHY[Reason(said["reason"])].format(words_for_date(date.fromisoformat(said["on"])))
