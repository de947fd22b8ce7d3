"""Email that delivers a pack: headline counts in words, a link, and the PDF, which needs no account to read.

Without the PDF, it has the link only.
"""

from __future__ import annotations

from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from core import mail

from .document import PackDocument
from .models import Delivery, Pack
from .printing.paper import file_name
from .quarter.branding import print_colour


def pack_message(
    delivery: Delivery, pack: Pack, document: PackDocument, *, pdf: bytes | None
) -> EmailMultiAlternatives:
    """Email to one recipient. Its Message-ID belongs to the delivery and is the same for each attempt."""
    context = {
        "delivery": delivery,
        "pack": pack,
        "document": document,
        "summary": document.summary,
        "accent": print_colour(document.branding),
        "url": f"{settings.PUBLIC_URL.rstrip('/')}{pack.get_absolute_url()}",
        "file_name": file_name(pack) if pdf else "",
    }
    message = EmailMultiAlternatives(
        subject=mail.one_line(render_to_string("emails/pack/subject.txt", context)),
        body=render_to_string("emails/pack/body.txt", context),
        from_email=mail.sender(document.summary.council),
        to=[formataddr((delivery.name, delivery.email))],
        headers={"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("emails/pack/body.html", context), "text/html")
    if pdf:
        message.attach(file_name(pack), pdf, "application/pdf")
    return message
