"""Name the colour of a cell that is filled and says nothing else."""

from __future__ import annotations

import colorsys
import re

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
PALE = 0.18
DARK, LIGHT = 0.2, 0.93


def colour_word(rgb: str) -> str:
    """ "Red", "Amber", "Green", "Blue", "Purple" or "Grey" for six hexadecimal digits, "" for white and black."""
    if not _HEX.fullmatch(rgb):
        return ""
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    degrees = hue * 360
    if value < DARK:
        return ""
    if saturation < PALE:
        return "" if value > LIGHT else "Grey"
    if degrees < 18 or degrees >= 335:
        return "Red"
    if degrees < 68:
        return "Amber"
    if degrees < 170:
        return "Green"
    return "Blue" if degrees < 262 else "Purple"
