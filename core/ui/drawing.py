"""What every drawing needs: boxes, words, and how wide words are where there is no font to measure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from ..rag import WHITE

FONT_FAMILY = "Atkinson Hyperlegible Next, sans-serif"  # the name it has on pages and in packs
LETTER, NARROW_LETTER, WIDE_LETTER = 0.6, 0.38, 0.9  # shares of the font size, in bold, generously


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing, in its pixels."""

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
        """The same without a strip all around, never turned inside out."""
        wide, high = (max(size - 2 * edge, 0.1) for size in (self.width, self.height))
        return Box(self.x + edge, self.y + edge, wide, high)

    def rect(self, fill: str) -> str:
        """The drawn rectangle; `fill` are its attributes."""
        return (
            f'<rect x="{coordinate(self.x)}" y="{coordinate(self.y)}" width="{coordinate(self.width)}"'
            f' height="{coordinate(self.height)}" {fill}/>'
        )


def svg(width: float, height: float, *, title: str, uid: str, drawn: str, looks: str) -> str:
    """A whole drawing: its title first, then what is drawn; `looks` are attributes for all of it."""
    name = f"{escape(uid)}-title"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}"'
        f' viewBox="0 0 {coordinate(width)} {coordinate(height)}" width="{coordinate(width)}"'
        f' height="{coordinate(height)}" font-family="{FONT_FAMILY}" {looks}>'
        f'<title id="{name}">{escape(title)}</title>{drawn}</svg>'
    )


def text(
    words: str, x: float, y: float, *, middle: bool = False, bold: bool = False, halo: bool = False
) -> str:
    """Words from `x` on, or around it; `halo` keeps them readable on lines."""
    looks = ' text-anchor="middle"' if middle else ""
    looks += ' font-weight="700"' if bold else ""
    looks += f' stroke="{WHITE}" stroke-width="3" paint-order="stroke"' if halo else ""
    return f'<text x="{coordinate(x)}" y="{coordinate(y)}"{looks}>{escape(words)}</text>'


def text_width(words: str, size: float) -> float:
    """Near enough in any sans serif, and never too little."""
    return size * sum(_letter_width(letter) for letter in words)


def _letter_width(letter: str) -> float:
    if letter in " ilrt":
        return NARROW_LETTER
    return WIDE_LETTER if letter == "m" else LETTER


def coordinate(number: float) -> str:
    """To a tenth of a pixel, without a needless ".0"."""
    return f"{number:.1f}".removesuffix(".0")
