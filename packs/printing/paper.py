"""Print a frozen quarter: the HTML of a pack, its PDF and its file name."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from ..document import PackDocument, read_document
from ..file_kinds import FileKind
from ..models import Pack, Snapshot
from ..parts import Part
from ..quarter.branding import logo_png, print_colour
from .attention import Attention
from .figures import figures
from .files import MadeFile, made_file, made_files
from .sample_words import samples
from .shown_parts import ids_on_page, shown_parts
from .strand_reports import strand_reports
from .typography import keep_together

if TYPE_CHECKING:
    from .pdf import RenderedPdf


def pack_context(document: PackDocument, *, sha256: str) -> dict[str, Any]:
    """What the pack's print and its page on the web are made from."""
    printed = figures(document)
    attention = Attention(document.summary, printed)
    parts = shown_parts(document, attention)
    return {
        "document": document,
        "summary": document.summary,
        "attention": attention,
        "parts": parts,
        "ids": ids_on_page(parts, document, attention),
        "strands": strand_reports(document) if Part.STRANDS in document.parts else (),
        "figures": printed,
        "samples": samples(document.summary),
        "sha256": sha256,
    }


def pack_html(document: PackDocument, *, sha256: str) -> str:
    """HTML of a pack for print. Its last line is the snapshot's `sha256`, so that a copy can be checked."""
    look = {
        "accent": print_colour(document.branding),
        "has_logo": bool(document.branding.logo),
        "paper": True,
    }
    context = pack_context(document, sha256=sha256) | look
    return keep_together(render_to_string("packs/paper/paper.html", context))


def render_snapshot(snapshot: Snapshot) -> RenderedPdf:
    """Render the PDF of a frozen quarter from the snapshot only. Reads no other row, and takes seconds."""
    # Import WeasyPrint only here. It takes a second and 50 MiB, and web workers never render.
    from .pdf import render_pdf

    document = read_document(snapshot.content)
    logo = logo_png(document.branding)
    return render_pdf(
        _printed(snapshot.content, snapshot.sha256),
        assets={"logo.png": (logo, "image/png")} if logo else {},
        frozen_at=document.frozen_at,
    )


def render_files(snapshot: Snapshot) -> list[MadeFile]:
    """Make the other files of a frozen quarter, from the snapshot only."""
    document = read_document(snapshot.content)
    return made_files(snapshot, document, lambda: _printed(snapshot.content, snapshot.sha256))


def render_file(snapshot: Snapshot, kind: FileKind) -> bytes:
    """Make one of the other files, for a pack from before they were stored."""
    document = read_document(snapshot.content)
    return made_file(kind, snapshot, document, lambda: _printed(snapshot.content, snapshot.sha256)).body


@lru_cache(maxsize=1)
def _printed(content: str, sha256: str) -> str:
    """HTML for print of the snapshot that was asked for last: the PDF and the web page are made one after the other."""
    return pack_html(read_document(content), sha256=sha256)


def file_name(pack: Pack, ending: str = ".pdf") -> str:
    """File name such as "portsmouth-send-board-2016-17-Q1.pdf". Later editions have their number in it."""
    edition = f"-edition-{pack.edition}" if pack.edition > 1 else ""
    return f"{pack.council.slug}-{pack.board.slug}-{pack.period.label}{edition}{ending}"
