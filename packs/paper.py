"""A frozen quarter made into paper: the HTML of a pack, its PDF and the name of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from .document import PackDocument, read_document
from .models import Pack, Snapshot

if TYPE_CHECKING:
    from .pdf import RenderedPdf


def pack_html(document: PackDocument, *, sha256: str) -> str:
    """The paper as HTML for print. `sha256` of the snapshot stands on the last page, so that a copy can be checked."""
    return render_to_string(
        "packs/paper/paper.html", {"document": document, "summary": document.summary, "sha256": sha256}
    )


def render_snapshot(snapshot: Snapshot) -> RenderedPdf:
    """The PDF of a frozen quarter, from the snapshot alone: it touches no other row, and takes seconds."""
    # Loading WeasyPrint takes a second and 50 MiB: a process pays for it when it renders, and web workers never do.
    from .pdf import render_pdf

    document = read_document(snapshot.content)
    html = pack_html(document, sha256=snapshot.sha256)
    return render_pdf(html, assets={}, frozen_at=document.frozen_at)


def file_name(pack: Pack) -> str:
    """ "portsmouth-send-board-2016-17-Q1.pdf"; later editions say which they are."""
    edition = f"-edition-{pack.edition}" if pack.edition > 1 else ""
    return f"{pack.council.slug}-{pack.board.slug}-{pack.period.label}{edition}.pdf"
