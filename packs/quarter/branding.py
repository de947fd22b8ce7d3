"""Colour and logo of a council: what a pack freezes of them, and how a print uses them."""

from __future__ import annotations

from base64 import b64decode, b64encode

from councils.branding.colours import STANDARD_COLOUR, darkened
from councils.files import read_logo
from councils.models import Council

from ..document import Branding


def branding_of(council: Council) -> Branding:
    """The council's colour and logo now. A logo that is missing from the file store is left out."""
    return Branding(council.accent, _logo(council))


def _logo(council: Council) -> str:
    try:
        return b64encode(read_logo(council, council.logo_sha256)).decode() if council.logo_sha256 else ""
    except FileNotFoundError:
        return ""


def print_colour(branding: Branding) -> str:
    """Colour behind white text: the council's, or the nearest darker one that is readable, or the standard one."""
    return darkened(branding.accent or STANDARD_COLOUR)


def logo_png(branding: Branding) -> bytes | None:
    return b64decode(branding.logo) if branding.logo else None
