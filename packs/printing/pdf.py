"""Render a pack's HTML to a tagged PDF (PDF/UA-1) that is the same, byte for byte, each time.

Nothing is fetched. The style sheet, fonts and shapes come from this checkout, drawings and logos from the caller. All
have addresses that start with `asset:`. Any other address is refused and logged as an error.
"""

import builtins
import hashlib
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import weasyprint
from django.conf import settings
from weasyprint.text.ffi import harfbuzz, harfbuzz_subset
from weasyprint.urls import URLFetcher, URLFetcherResponse

from . import pdf_tags

logger = logging.getLogger(__name__)

Assets = Mapping[str, tuple[bytes, str]]

FONTS = (
    "AtkinsonHyperlegibleNext_400Regular.ttf",
    "AtkinsonHyperlegibleNext_400Regular_Italic.ttf",
    "AtkinsonHyperlegibleNext_700Bold.ttf",
)


class AssetsNotBuilt(RuntimeError):
    """The fonts are missing, because the assets of this checkout have not been built."""


@dataclass(frozen=True)
class RenderedPdf:
    """A finished file. `made_with` names the programs whose versions affect its bytes."""

    bytes: builtins.bytes
    sha256: str
    pages: int
    made_with: str


def render_pdf(html: str, *, assets: Assets, frozen_at: datetime) -> RenderedPdf:
    """Render `html` (with `<html lang>` and `<title>`) as at the moment when its snapshot was frozen.

    `assets` maps a name ("chart-3.svg" for the address `asset:chart-3.svg`) to its content and media type.
    The HTML loads the print style sheet with `<link rel="stylesheet" href="asset:paper.css">`.
    Not thread-safe: the font writer gets the time from the environment of the process.
    """
    fetcher = _AssetFetcher({**_own_assets(), **assets})
    with _source_date(frozen_at):
        document = weasyprint.HTML(
            string=html, base_url="asset:", url_fetcher=fetcher, media_type="print"
        ).render(pdf_variant="pdf/ua-1")
        body = pdf_tags.finish(document.write_pdf(pdf_variant="pdf/ua-1"))
    return RenderedPdf(body, hashlib.sha256(body).hexdigest(), len(document.pages), made_with())


def made_with() -> str:
    """Programs that shape the file: their versions, and which of two subsets the fonts.

    The two give different bytes, so a pack stores this next to its hash.
    """
    cutter = "harfbuzz-subset" if harfbuzz_subset and harfbuzz.hb_version_atleast(4, 1, 0) else "fontTools"
    return f"WeasyPrint {weasyprint.__version__}, fonts cut by {cutter}, {pdf_tags.made_with()}"


class _AssetFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not annotated
    """Serve `asset:` addresses from memory, and refuse files and networks."""

    def __init__(self, assets: Assets) -> None:
        super().__init__(allowed_protocols=["asset"], allow_redirects=False)
        self._assets = assets

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        name = url.removeprefix("asset:")
        if not url.startswith("asset:") or name not in self._assets:
            logger.error("A pack asked for an address it may not have: %.200s", url)
            raise ValueError(f"Not among the pack's assets: {url[:200]}")
        body, media_type = self._assets[name]
        return URLFetcherResponse(url, body, {"Content-Type": media_type})


@cache
def _own_assets() -> dict[str, tuple[bytes, str]]:
    """Style sheet, RAG shapes and fonts."""
    folder = Path(settings.BASE_DIR)
    fonts, paper = folder / "static" / "build" / "pdf-fonts", folder / "templates" / "packs" / "paper"
    try:
        found = {f"fonts/{name}": ((fonts / name).read_bytes(), "font/ttf") for name in FONTS}
    except FileNotFoundError as missing:
        raise AssetsNotBuilt("The fonts for packs are missing. Build the assets: npm run build") from missing
    shapes = sorted((paper / "shapes").glob("*.svg"))
    found |= {f"shapes/{path.name}": (path.read_bytes(), "image/svg+xml") for path in shapes}
    return found | {"paper.css": ((paper / "paper.css").read_bytes(), "text/css")}


@contextmanager
def _source_date(moment: datetime) -> Iterator[None]:
    """Set the time that font files record to the time of the freeze."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
