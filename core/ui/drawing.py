"""Helpers for SVG charts: boxes, text, and text width estimated without a font."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from ..rag import WHITE

FONT_FAMILY = "Atkinson Hyperlegible Next, sans-serif"  # the font's name on pages and in packs
LETTER, NARROW_LETTER, WIDE_LETTER = 0.6, 0.38, 0.9  # widths in bold as shares of the font size, rounded up


@dataclass(frozen=True)
class Box:
    """Rectangle in pixels of the SVG."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def inside(self, edge: float) -> Box:
        """Box smaller by `edge` on each side, at least 0.1 pixels wide and high."""
        wide, high = (max(size - 2 * edge, 0.1) for size in (self.width, self.height))
        return Box(self.x + edge, self.y + edge, wide, high)

    def rect(self, fill: str) -> str:
        """SVG `<rect>` with the attributes in `fill`."""
        return (
            f'<rect x="{coordinate(self.x)}" y="{coordinate(self.y)}" width="{coordinate(self.width)}"'
            f' height="{coordinate(self.height)}" {fill}/>'
        )


def svg(width: float, height: float, *, title: str, uid: str, drawn: str, attributes: str) -> str:
    """Complete `<svg>` with its title first. `attributes` are those of the `<svg>`."""
    name = f"{escape(uid)}-title"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}"'
        f' viewBox="0 0 {coordinate(width)} {coordinate(height)}" width="{coordinate(width)}"'
        f' height="{coordinate(height)}" font-family="{FONT_FAMILY}" {attributes}>'
        f'<title id="{name}">{escape(title)}</title>{drawn}</svg>'
    )


def text(
    words: str, x: float, y: float, *, middle: bool = False, bold: bool = False, halo: bool = False
) -> str:
    """SVG `<text>` that starts at `x`, or is centred on it (`middle`). `halo` keeps it readable over lines."""
    attributes = ' text-anchor="middle"' if middle else ""
    attributes += ' font-weight="700"' if bold else ""
    attributes += f' stroke="{WHITE}" stroke-width="3" paint-order="stroke"' if halo else ""
    return f'<text x="{coordinate(x)}" y="{coordinate(y)}"{attributes}>{escape(words)}</text>'


def text_width(words: str, size: float) -> float:
    """Estimated width of a text in any sans serif font. Never too small."""
    return size * sum(_letter_width(letter) for letter in words)


def _letter_width(letter: str) -> float:
    if letter in " ilrt":
        return NARROW_LETTER
    return WIDE_LETTER if letter in "m%" else LETTER


def coordinate(number: float) -> str:
    """Number to a tenth of a pixel, without ".0"."""
    return f"{number:.1f}".removesuffix(".0")
