"""`/local/mail/`: emails that the local mail sink has kept. In local mode only."""

from __future__ import annotations

import email.policy
import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

SHOWN = 200
"""Number of emails in the list, newest first."""

_NAME = re.compile(r"(\d{1,20})-[0-9a-f]{8}")
_HEADERS = 64 * 1024
_HTML_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Content security policy for an email's HTML: no scripts, no requests, an origin of its own."""


@dataclass(frozen=True)
class Mail:
    """A kept email. `name` is the name of its file."""

    name: str
    at: datetime
    message: EmailMessage

    @property
    def subject(self) -> str:
        return self._header("Subject") or "(no subject)"

    @property
    def sender(self) -> str:
        return self._header("From")

    @property
    def to(self) -> str:
        """Recipients of the envelope. The headers need not name them."""
        return self._header("X-RcptTo")

    @property
    def text(self) -> str:
        return _content(self.message.get_body(("plain",)))

    @property
    def html(self) -> str:
        return _content(self.message.get_body(("html",)))

    @property
    def attachments(self) -> list[Attachment]:
        parts = list(self.message.iter_attachments()) if self.message.is_multipart() else []
        return [Attachment(number, part) for number, part in enumerate(parts, start=1)]

    def _header(self, name: str) -> str:
        return " ".join(str(self.message.get(name, "")).split())


@dataclass(frozen=True)
class Attachment:
    """Attachment of an email. Numbers start at 1."""

    number: int
    part: Any

    @property
    def filename(self) -> str:
        given = Path(str(self.part.get_filename() or "").replace("\\", "/")).name
        return (
            given
            or f"attachment-{self.number}{mimetypes.guess_extension(self.part.get_content_type()) or ''}"
        )

    @property
    def content(self) -> bytes:
        content: bytes = self.part.get_payload(decode=True) or b""
        return content

    @property
    def kilobytes(self) -> int:
        return -(-len(self.content) // 1024)


def _local_only(view: Callable[..., HttpResponse]) -> Any:
    """Return 404 outside local mode: emails contain links that set passwords."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.LOCAL and settings.MAIL_DIR):
            raise Http404("This installation has no mailbox.")
        return view(request, *args, **kwargs)

    return login_not_required(require_safe(guarded))


@_local_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """List emails, newest first."""
    files = sorted(Path(settings.MAIL_DIR).glob("*.eml"), key=lambda path: path.name, reverse=True)
    names = [path.stem for path in files if _NAME.fullmatch(path.stem)]
    mails = [_read(name, headers_only=True) for name in names[:SHOWN]]
    return render(request, "local/mailbox.html", {"mails": mails, "total": len(names)})


@_local_only
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one email: recipients, text and attachments."""
    return render(request, "local/mail.html", {"mail": _read(name)})


@_local_only
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """Show an email's HTML as a mail program would, in a sandbox."""
    html = _read(name).html
    if not html:
        raise Http404("This email has no HTML version.")
    return HttpResponse(html, headers={"Content-Security-Policy": _HTML_POLICY})


@_local_only
def attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Download one attachment."""
    for found in _read(name).attachments:
        if found.number == number:
            disposition = content_disposition_header(as_attachment=True, filename=found.filename)
            return HttpResponse(
                found.content,
                content_type="application/octet-stream",
                headers={"Content-Disposition": disposition or "attachment"},
            )
    raise Http404("Attachment not found.")


def _read(name: str, *, headers_only: bool = False) -> Mail:
    match = _NAME.fullmatch(name)
    path = Path(settings.MAIL_DIR) / f"{name}.eml"
    if match is None or not path.is_file():
        raise Http404("Email not found.")
    with path.open("rb") as file:
        parser = BytesParser(EmailMessage, policy=email.policy.default)
        message = (
            parser.parsebytes(file.read(_HEADERS), headersonly=True) if headers_only else parser.parse(file)
        )
    return Mail(name, datetime.fromtimestamp(int(match[1]) / 1e9, UTC), message)


def _content(part: Any) -> str:
    """Text of a part, even when its declared character set is unknown."""
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError):
        return (part.get_payload(decode=True) or b"").decode(errors="replace")
