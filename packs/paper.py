"""Print a frozen quarter: the HTML of a pack, its PDF and its file name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from .document import PackDocument, read_document
from .models import Pack, Snapshot

if TYPE_CHECKING:
    from .pdf import RenderedPdf


def pack_html(document: PackDocument, *, sha256: str) -> str:
    """HTML of a pack for print. The last page shows the snapshot's `sha256`, so that a copy can be checked."""
    return render_to_string(
        "packs/paper/paper.html", {"document": document, "summary": document.summary, "sha256": sha256}
    )


def render_snapshot(snapshot: Snapshot) -> RenderedPdf:
    """Render the PDF of a frozen quarter from the snapshot only. Reads no other row, and takes seconds."""
    # Import WeasyPrint only here. It takes a second and 50 MiB, and web workers never render.
    from .pdf import render_pdf

    document = read_document(snapshot.content)
    html = pack_html(document, sha256=snapshot.sha256)
    return render_pdf(html, assets={}, frozen_at=document.frozen_at)


def file_name(pack: Pack) -> str:
    """File name such as "portsmouth-send-board-2016-17-Q1.pdf". Later editions have their number in it."""
    edition = f"-edition-{pack.edition}" if pack.edition > 1 else ""
    return f"{pack.council.slug}-{pack.board.slug}-{pack.period.label}{edition}.pdf"
