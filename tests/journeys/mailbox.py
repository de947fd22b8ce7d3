"""What the mail sink of the tests has received."""

import email
import email.policy
import io
import time
from pathlib import Path

from django.conf import settings
from pypdf import PdfReader


def empty() -> None:
    for path in Path(settings.MAIL_DIR).glob("*.eml"):
        path.unlink()


def mails_to(addresses: list[str]) -> list[email.message.EmailMessage]:
    """Wait for one email to each address in the mail sink, and return them."""
    for _ in range(60):
        kept = [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in Path(settings.MAIL_DIR).glob("*.eml")
        ]
        found = [mail for mail in kept if mail["X-RcptTo"] in addresses]
        if len(found) >= len(addresses):
            assert sorted(mail["X-RcptTo"] for mail in found) == sorted(addresses)
            return found
        time.sleep(0.5)
    raise AssertionError(f"No mail for each of {addresses}: {[mail['X-RcptTo'] for mail in kept]}")


def text_of_the_pdf(mail: email.message.EmailMessage) -> str:
    [pdf] = [part for part in mail.iter_attachments() if part.get_content_type() == "application/pdf"]
    pages = PdfReader(io.BytesIO(pdf.get_content())).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)
