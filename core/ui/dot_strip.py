"""Dot strip: the figures of several areas as dots on one line, with a few of them named.

Every named area has a line of words of its own, so no two can collide, and words give way to the pointers that pass
them. The title says everything, and the page has
a table next to the chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..rag import INK, WHITE
from .drawing import coordinate as _n
from .drawing import svg, text, text_width

FONT_SIZE = 14
LINE = 24
STRIP = 56
EDGE = 12
APART = 6
"""Least distance from words to a pointer that passes them."""
DOT, BIG = 5, 7
STACK = 2 * DOT + 1
SERIES, QUIET, GRID = "#12436d", "#484949", "#cecece"
SHAPES = {
    "circle": f'<circle r="{BIG}" fill="{SERIES}"/>',
    "diamond": f'<path d="M0-8 8 0 0 8-8 0Z" fill="{QUIET}"/>',
    "triangle": f'<path d="M0-8 8 7H-8Z" fill="{QUIET}"/>',
}


class Named(NamedTuple):
    """An area that is named: its words with the figure ("England 46.4%"), its figure and its shape."""

    words: str
    value: float
    shape: str


def dot_strip(dots: Sequence[float], named: Sequence[Named], *, title: str, width: int, uid: str) -> str:
    """SVG of the dots and of the named areas, of which the first stands above the line. Needs at least one figure.

    `uid` keeps ids unique on a page with several charts. Sizes are in pixels of the SVG, which scales.
    """
    values = [*dots, *(each.value for each in named)]
    low, high = min(values), max(values)

    def across(value: float) -> float:
        return EDGE + (value - low) / (high - low) * (width - 2 * EDGE) if high > low else width / 2

    middle = LINE + STRIP / 2
    drawn = [f'<path d="M{EDGE} {_n(middle)}H{width - EDGE}" stroke="{GRID}" stroke-width="2"/>']
    drawn += [
        f'<circle cx="{_n(x)}" cy="{_n(middle - up)}" r="{DOT}" fill="{WHITE}" stroke="{QUIET}" stroke-width="1.5"/>'
        for x, up in _stacked([across(value) for value in dots])
    ]
    rows = _rows(named)
    placed = [(each, across(each.value), row) for each, row in zip(named, rows, strict=True)]
    drawn += [_pointer(x, row, middle) for _, x, row in placed]
    drawn += [_shape(each, x, middle) for each, x, _ in reversed(placed)]
    for each, x, row in placed:
        passing = [other for _, other, below in placed if below > row > 0]
        drawn.append(_words(each, x, row, width, passing))
    height = LINE + STRIP + max(len(named) - 1, 0) * LINE
    return svg(
        width,
        height,
        title=title,
        uid=uid,
        drawn="".join(drawn),
        attributes=f'font-size="{FONT_SIZE}" fill="{INK}"',
    )


def _rows(named: Sequence[Named]) -> list[float]:
    """Top of each area's words: the first above the strip, the others below it, the longest words last.

    Pointers to lower rows pass the words above, and short words find room beside them.
    """
    below = sorted(range(1, len(named)), key=lambda place: text_width(named[place].words, FONT_SIZE))
    return [0.0 if place == 0 else LINE + STRIP + below.index(place) * LINE for place in range(len(named))]


def _stacked(xs: Sequence[float]) -> list[tuple[float, float]]:
    """Place of each dot and how far it is raised: those at one place stand on each other, up to three."""
    placed: list[tuple[float, float]] = []
    for x in sorted(xs):
        near = [up for other, up in placed if abs(other - x) < STACK]
        free = next((step * STACK for step in (0, 1, 2) if step * STACK not in near), 0)
        placed.append((x, free))
    return placed


def _pointer(x: float, row: float, middle: float) -> str:
    """Line from a mark to its words, which are above or below the strip."""
    end = row + FONT_SIZE + 4 if row < middle else row
    return f'<path d="M{_n(x)} {_n(middle)}V{_n(end)}" stroke="{QUIET}"/>'


def _shape(each: Named, x: float, middle: float) -> str:
    return f'<g transform="translate({_n(x)} {_n(middle)})" stroke="{WHITE}">{SHAPES[each.shape]}</g>'


def _words(each: Named, x: float, row: float, width: int, passing: Sequence[float]) -> str:
    """Words below or above the mark, moved so that they stay inside the drawing and no passing pointer is in them."""
    wide = text_width(each.words, FONT_SIZE)
    last = max(width - wide, 0)
    natural = min(max(x - wide / 2, 0), last)
    starts = [natural, *(other - APART - wide for other in passing), *(other + APART for other in passing)]
    free = [
        start
        for start in starts
        if 0 <= start <= last
        and not any(start - APART < other - 0.1 and other + 0.1 < start + wide + APART for other in passing)
    ]
    start = min(free, key=lambda start: abs(start - natural), default=natural)
    return text(each.words, start, row + FONT_SIZE, bold=row == 0, halo=True)
