"""Convert an uploaded logo to a small PNG that contains only pixels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageFile, ImageOps

MAX_FILE_BYTES = 200 * 1024
MAX_SIDE_PIXELS = 2000
MAX_STORED_SIZE = (480, 144)
"""Three times the size shown at the top of a page, so that it is sharp on every screen."""


class LogoRefused(Exception):
    """The file cannot be used as a logo. The message says what to do."""


def logo_png(upload: BinaryIO, size: int) -> bytes:
    """Convert the image to a PNG that fits the top of a page. Raises LogoRefused.

    The type is detected from the content, not the file name. Redrawing the image removes the metadata that cameras
    and programs add.
    """
    if size > MAX_FILE_BYTES:
        raise LogoRefused(
            f"The logo must be smaller than 200 kB. This file is {size // 1024} kB. Save it at a smaller size"
        )
    body = upload.read(MAX_FILE_BYTES)
    try:
        with _reject_truncated_images(), Image.open(BytesIO(body), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > MAX_SIDE_PIXELS:
                raise LogoRefused(
                    f"The logo must be at most {MAX_SIDE_PIXELS} pixels wide and high; this one has "
                    f"{picture.width} by {picture.height}. Save it at a smaller size"
                )
            return _redrawn(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise LogoRefused(_unreadable(body)) from None


@contextmanager
def _reject_truncated_images() -> Iterator[None]:
    """Reject truncated images. Once WeasyPrint is imported, Pillow would fill in the missing part."""
    previous = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = previous


def _redrawn(picture: Image.Image) -> bytes:
    drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    drawn.thumbnail(MAX_STORED_SIZE, Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    out = BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()


def _unreadable(body: bytes) -> str:
    if b"<svg" in body[:2000].lower():
        return "The logo must be a PNG or JPEG. SVG files can contain programs, so save it as PNG"
    return "The logo must be a PNG or JPEG. This file is another type or is damaged. Save the picture again as PNG"
