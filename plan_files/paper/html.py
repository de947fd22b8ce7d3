"""A plan's document as HTML for print, and all that is needed to make a PDF of it without reading the plan again."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.text import slugify

from core.paper.blocks import Block, Heading, Paper, Table
from packs.printing.typography import keep_together

if TYPE_CHECKING:
    from packs.printing.pdf import RenderedPdf


@dataclass(frozen=True, slots=True)
class Chapter:
    """Blocks below a heading of level 1. The first chapter with a table of its own begins a new page."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]
    new_page: bool


@dataclass(frozen=True, slots=True)
class PrintJob:
    """HTML to print, with the council's logo (PNG in base64, or "") and its day."""

    html: str
    logo: str
    as_at: date

    @property
    def content(self) -> bytes:
        return orjson.dumps(self, option=orjson.OPT_SORT_KEYS)

    @property
    def key(self) -> str:
        """SHA-256 of all that is printed: the same words and look have the same key."""
        return hashlib.sha256(self.content).hexdigest()

    @classmethod
    def read(cls, content: bytes) -> PrintJob:
        stored = orjson.loads(content)
        return cls(stored["html"], stored["logo"], date.fromisoformat(stored["as_at"]))


def print_job(paper: Paper) -> PrintJob:
    """The document as it will be printed."""
    context = {"paper": paper, "chapters": chapters_of(paper.chapters), "widths": _widths(paper)}
    html = keep_together(render_to_string("plan_files/paper/plan.html", context))
    return PrintJob(html, paper.logo, paper.as_at)


def render(job: PrintJob) -> RenderedPdf:
    """The PDF. It takes seconds and much memory, so only a worker calls this."""
    # Import WeasyPrint only here, as packs do: web workers never render.
    from packs.printing.pdf import render_pdf

    style = Path(settings.BASE_DIR) / "templates" / "plan_files" / "paper" / "plan.css"
    assets = {"plan.css": (style.read_bytes(), "text/css")}
    if job.logo:
        assets["logo.png"] = (b64decode(job.logo), "image/png")
    frozen_at = datetime.combine(job.as_at, time(12), UTC)
    return render_pdf(job.html, assets=assets, frozen_at=frozen_at)


def chapters_of(blocks: tuple[Block, ...]) -> list[Chapter]:
    """Chapters with anchors of their own. Those of strands and the indicators begin a new page."""
    found: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            found.append((block.text, []))
        else:
            found[-1][1].append(block)
    return [
        Chapter(title, f"{number}-{slugify(title)}"[:60], tuple(inside), _is_long(inside))
        for number, (title, inside) in enumerate(found, 1)
    ]


def _is_long(blocks: list[Block]) -> bool:
    return any(isinstance(block, Table) and len(block.rows) > 3 for block in blocks)


def _widths(paper: Paper) -> str:
    widths = {
        column.width
        for block in (*paper.cover, *paper.chapters)
        if isinstance(block, Table)
        for column in block.columns
    }
    return " ".join(f".w{width} {{ width: {width}%; }}" for width in sorted(widths))
