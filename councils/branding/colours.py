"""Check a council's colour. Rules, with the truth table that the tests run: docs/rules/accent.md."""

from __future__ import annotations

import re

from core.contrast import contrast_ratio
from core.rag import WHITE

STANDARD_COLOUR = "#232a4d"
"""The standard colour, as in static/src/scss/_brand.scss."""

MIN_CONTRAST = 4.5
"""Minimum contrast of white text on the colour (WCAG 2.2, 1.4.3). A marker of this colour on white has the same
contrast and only needs 3 (1.4.11)."""

DEEP_SHARE = 153
"""Light of the deeper shade, out of 255: as the standard colour's in static/src/scss/_brand.scss."""


class ColourRefused(Exception):
    """The colour cannot be used. The message says what to do."""


def accent_colour(typed: str) -> str:
    """The typed colour as `#rrggbb`, or "" for the standard colour. Raises ColourRefused."""
    text = typed.strip().lower().removeprefix("#")
    if not text:
        return ""
    if re.fullmatch(r"[0-9a-f]{3}", text):
        text = "".join(figure * 2 for figure in text)
    if not re.fullmatch(r"[0-9a-f]{6}", text):
        raise ColourRefused("Enter the colour as # and 6 digits or letters from a to f, such as #232a4d")
    colour = f"#{text}"
    ratio = contrast_ratio(WHITE, colour)
    if ratio < MIN_CONTRAST:
        raise ColourRefused(
            f"White text on {colour} has a contrast of {ratio_words(ratio)}. "
            f"It needs {ratio_words(MIN_CONTRAST)} or more. "
            f"The nearest darker colour that works is {darkened(colour)}"
        )
    return colour


def ratio_words(ratio: float) -> str:
    """ "4.4 to 1": rounded down, so that a contrast that is too low never looks sufficient."""
    return f"{int(ratio * 10) / 10:g} to 1"


def deepened(colour: str) -> str:
    """Darker shade for the edge of a button, and for the button under the pointer. White text on it is even clearer."""
    return _shade(colour, DEEP_SHARE)


def style_sheet(accent: str) -> str:
    """The colour and its darker shade as a style sheet. The content security policy blocks inline styles."""
    return f":root{{--accent:{accent};--accent-deep:{deepened(accent)}}}\n"


def darkened(colour: str) -> str:
    """Nearest darker colour of the same hue that has enough contrast with white text."""
    shades = (_shade(colour, share) for share in range(255, -1, -1))
    return next(shade for shade in shades if contrast_ratio(WHITE, shade) >= MIN_CONTRAST)


def _shade(colour: str, share: int) -> str:
    """Colour with `share` of 255 of its light."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{channel * share // 255:02x}" for channel in channels)
