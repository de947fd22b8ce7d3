"""A council's logo: an uploaded picture becomes a small PNG of ours, with nothing in it but its pixels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageFile, ImageOps

LARGEST_FILE = 200 * 1024
LARGEST_SIDE = 2000
KEPT_SIZE = (480, 144)
"""Three times the room that the head of a page gives it, so that it is sharp on every screen."""


class LogoRefused(Exception):
    """Why a file cannot be the logo, in a sentence that says what to do."""


def logo_png(upload: BinaryIO, size: int) -> bytes:
    """The picture as a PNG that fits the head of a page; raises LogoRefused.

    What it is, the content says, not its name. Drawing it anew drops what cameras and programs write beside the pixels.
    """
    if size > LARGEST_FILE:
        raise LogoRefused(
            f"The logo must be smaller than 200 kB. This file is {size // 1024} kB. Save it at a smaller size"
        )
    body = upload.read(LARGEST_FILE)
    try:
        with _whole_pictures_alone(), Image.open(BytesIO(body), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > LARGEST_SIDE:
                raise LogoRefused(
                    f"The logo must be at most {LARGEST_SIDE} pixels wide and high; this one has "
                    f"{picture.width} by {picture.height}. Save it at a smaller size"
                )
            return _redrawn(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise LogoRefused(_unreadable(body)) from None


@contextmanager
def _whole_pictures_alone() -> Iterator[None]:
    """WeasyPrint, where it is loaded too, tells Pillow to fill in what a damaged picture lacks."""
    otherwise = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = otherwise


def _redrawn(picture: Image.Image) -> bytes:
    drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    drawn.thumbnail(KEPT_SIZE, Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    out = BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()


def _unreadable(body: bytes) -> str:
    if b"<svg" in body[:2000].lower():
        return "The logo must be a PNG or JPEG. SVG files can contain programs, so save it as PNG"
    return "The logo must be a PNG or JPEG. This file is another type or is damaged. Save the picture again as PNG"
