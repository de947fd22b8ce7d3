"""Contrast of two colours, as WCAG 2.2 defines it."""

from __future__ import annotations


def contrast_ratio(one: str, other: str) -> float:
    """Contrast ratio of two colours written `#rrggbb`, from 1 to 21.

    Source: WCAG 2.2, definitions of contrast ratio and relative luminance.
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(channel: float) -> float:
    """Linear light value of an sRGB channel from 0 to 1."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
