"""The web page of a pack that stands alone: the print's HTML with its style and shapes inside, and nothing to fetch."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import cache
from pathlib import Path

from django.conf import settings

from ..document import Branding
from ..quarter.branding import logo_png

SHEET = '<link rel="stylesheet" href="asset:paper.css">'
FONT_FACE = re.compile(r"@font-face \{[^}]*\}\n?")
SHAPE = re.compile(r"asset:shapes/([a-z-]+\.svg)")
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def twin_html(printed: str, branding: Branding) -> str:
    """The page, from the HTML for print. Fonts are those of the reader's machine: a page should not carry 300 kB."""
    page = printed.replace(SHEET, f"<style>{_style()}</style>", 1)
    page = page.replace(
        "<head>", '<head>\n  <meta name="viewport" content="width=device-width, initial-scale=1">', 1
    )
    logo = logo_png(branding)
    return page.replace("asset:logo.png", _data(logo, "image/png")) if logo else page


def style_hashes(page: str) -> list[str]:
    """What a content security policy needs, to allow the page's own styles and no others."""
    return [f"'sha256-{_base64_hash(style)}'" for style in STYLE.findall(page)]


def _base64_hash(text: str) -> str:
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _style() -> str:
    """The print's style sheet with its shapes in it and without its fonts, then what a screen needs."""
    folder = Path(settings.BASE_DIR) / "templates" / "packs" / "paper"
    sheet = FONT_FACE.sub("", (folder / "paper.css").read_text("utf-8"))
    sheet = SHAPE.sub(
        lambda found: _data((folder / "shapes" / found[1]).read_bytes(), "image/svg+xml"), sheet
    )
    return sheet.replace(
        '"Atkinson Hyperlegible Next"', '"Atkinson Hyperlegible Next", Arial, sans-serif'
    ) + (folder / "screen.css").read_text("utf-8")


def _data(body: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{b64encode(body).decode()}"
