"""Charts as SVG text: plain data in, one `<svg>` out.

They use only presentation attributes, because the content security policy blocks inline styles. The `<title>` comes
first and says everything, because PDF readers and screen readers treat the chart as one picture. Small charts next to
their figures are hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from itertools import pairwise

from ..overall_rag import RagCounts
from ..rag import INK, WHITE, Rag
from .drawing import coordinate as _n
from .drawing import svg, text_width

BAR_HEIGHT = 36
GAP = 2
MIN_SEGMENT_WIDTH = 8
FONT_SIZE = 16
MARK = 12
MARK_GAP = 6
PADDING = 6
KEY_ROW = 28
SERIES, GRID, EDGE = "#12436d", "#cecece", 5
SWATCH = 20
PLAIN_HEIGHT = 16
TREND_WIDTH, TREND_HEIGHT, TREND_EDGE = 80, 24, 3

MARKS = {
    "diamond": '<path d="M6 0 12 6 6 12 0 6Z" fill="{colour}"/>',
    "triangle": '<path d="M6 .5 12 11.5H0Z" fill="{colour}"/>',
    "circle": '<circle cx="6" cy="6" r="6" fill="{colour}"/>',
    "tick": '<path d="M1 6.5 4.5 10 11 2.5" fill="none" stroke="{colour}" stroke-width="2.5"/>',
    "ring": '<circle cx="6" cy="6" r="4.75" fill="none" stroke="{colour}" stroke-width="2.5"/>',
}
PATTERNS = {
    Rag.AMBER: f'<path d="M-2 2 2-2M0 8 8 0M6 10 10 6" stroke="{INK}" stroke-width="1.5"/>',
    Rag.GREEN: f'<circle cx="2" cy="2" r="1.4" fill="{INK}"/><circle cx="6" cy="6" r="1.4" fill="{INK}"/>',
    Rag.COMPLETE: f'<path d="M0 0 8 8M0 8 8 0" stroke="{WHITE}"/>',
}


@dataclass(frozen=True)
class Segment:
    """Part of the bar for one rating."""

    rag: Rag
    words: str
    x: float
    width: float

    @property
    def label_width(self) -> float:
        return MARK + MARK_GAP + text_width(self.words, FONT_SIZE)

    @property
    def label_fits(self) -> bool:
        return self.label_width + 2 * PADDING <= self.width


def plain_rag_bar(counts: RagCounts, *, width: int) -> str:
    """Low stacked bar without words, hidden from screen readers: the counts are next to it."""
    bars = "".join(
        f'<rect x="{_n(each.x)}" width="{_n(each.width)}" height="{PLAIN_HEIGHT}" fill="{each.rag.solid}"/>'
        f"{_outline(each)}"
        for each in _segments(counts, width)
    )
    return (
        f'<svg viewBox="0 0 {width} {PLAIN_HEIGHT}" width="{width}" height="{PLAIN_HEIGHT}" preserveAspectRatio="none"'
        f' aria-hidden="true">{bars}</svg>'
    )


def _outline(segment: Segment) -> str:
    if not segment.rag.outline:
        return ""
    return (
        f'<rect x="{_n(segment.x + 0.5)}" y="0.5" width="{_n(segment.width - 1)}" height="{PLAIN_HEIGHT - 1}"'
        f' fill="none" stroke="{segment.rag.outline}"/>'
    )


def rag_bar(counts: RagCounts, *, title: str, width: int, uid: str, patterns: bool = False) -> str:
    """Stacked bar of RAG counts, worst first, with each count in words on or below the bar.

    `uid` keeps ids unique on a page with several charts. `patterns` makes the bar readable in black and white print.
    Sizes are in pixels of the SVG, which scales.
    """
    segments = list(_segments(counts, width))
    below = [segment for segment in segments if not segment.label_fits]
    key, key_height = _key(below, width, uid, patterns)
    pieces = [_segment(segment, uid, patterns) for segment in segments] or [_empty_bar(counts, width)]
    return svg(
        width,
        BAR_HEIGHT + key_height,
        title=f"{title}: {counts.words}",
        uid=uid,
        drawn=f"{_patterns(segments, uid) if patterns else ''}{''.join(pieces)}{key}",
        attributes=f'font-size="{FONT_SIZE}" font-weight="700"',
    )


def rag_strip(counts: RagCounts, *, title: str, width: int, height: int, uid: str) -> str:
    """Plain stacked bar of RAG counts for print, worst first, to stand next to the counts in words."""
    segments = list(_segments(counts, width))
    blocks = [_block(each.rag, each.x, 0, each.width, height, uid, patterns=True) for each in segments]
    return svg(
        width,
        height,
        title=f"{title}: {counts.words}",
        uid=uid,
        drawn=f"{_patterns(segments, uid)}{''.join(blocks)}",
        attributes="",
    )


def trend_chart(
    points: Sequence[tuple[date, float]], *, title: str, width: int, height: int, uid: str
) -> str:
    """Small line chart for print of figures by date, oldest first, with a dot at the latest.

    It has no axes: `title` says all.
    """
    left, right, top, bottom = EDGE, width - EDGE, EDGE, height - EDGE
    days = [day.toordinal() for day, _ in points]
    values = [value for _, value in points]
    span, reach = days[-1] - days[0] or 1, max(values) - min(values)
    at = [
        (
            left + (day - days[0]) / span * (right - left),
            bottom - (value - min(values)) / reach * (bottom - top) if reach else (top + bottom) / 2,
        )
        for day, value in zip(days, values, strict=True)
    ]
    path = " ".join(f"{_n(x)} {_n(y)}" for x, y in at)
    x, y = at[-1]
    drawn = (
        f'<path d="M{_n(left)} {_n(height - 0.5)}H{_n(right)}" stroke="{GRID}"/>'
        f'<path d="M{path}" fill="none" stroke="{SERIES}" stroke-width="2" stroke-linejoin="round"/>'
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="3.5" fill="{SERIES}"/>'
    )
    return svg(width, height, title=title, uid=uid, drawn=drawn, attributes="")


def share_bar(number: int, most: int) -> str:
    """Plain bar, as long as the number's share of `most`. Hidden from screen readers: the number is next to it."""
    width = max(100 * number / most, 1) if most else 0
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 8" width="100" height="8"'
        f' preserveAspectRatio="none" aria-hidden="true" focusable="false"><title>{number} of {most}</title>'
        f'<path d="M0 0H{_n(width)}V8H0Z" fill="{Rag.COMPLETE.solid}"/></svg>'
    )


def trend_line(points: Sequence[tuple[date, Decimal]]) -> str:
    """Small line through figures in time order, or "" for fewer than two days.

    The line is as high as the figures differ, so it shows direction, not size. It is hidden from screen readers,
    because the figures are next to it. A page has hundreds of these lines, so the path is short, each step relative to
    the one before, and the style sheet has its size and its stroke. `trend_chart` is for print.
    """
    figures = dict(points)  # of two figures for one day, the later one counts
    if len(figures) < 2:
        return ""
    days, values = [day.toordinal() for day in figures], [float(value) for value in figures.values()]
    (first, last), (low, high) = (days[0], days[-1]), (min(values), max(values))
    width, height = TREND_WIDTH - 2 * TREND_EDGE, TREND_HEIGHT - 2 * TREND_EDGE
    xs = [TREND_EDGE + round(width * (day - first) / (last - first)) for day in days]
    ys = [
        TREND_EDGE + (round(height * (high - value) / (high - low)) if high > low else height // 2)
        for value in values
    ]
    steps = " ".join(
        f"{x - before_x} {y - before_y}"
        for (before_x, before_y), (x, y) in pairwise(zip(xs, ys, strict=True))
    )
    return (
        f'<svg class="trend" aria-hidden="true"><path d="M{xs[0]} {ys[0]}l{steps.replace(" -", "-")}"/></svg>'
    )


def _segments(counts: RagCounts, width: int) -> Iterator[Segment]:
    """Segments in proportion to their counts, each wide enough to see."""
    present = {rag: count for rag, count in counts.by_rag.items() if count}
    room = width - GAP * (len(present) - 1)
    thin = {rag for rag, count in present.items() if room * count < MIN_SEGMENT_WIDTH * counts.total}
    wide_room = room - MIN_SEGMENT_WIDTH * len(thin)
    wide_total = sum(count for rag, count in present.items() if rag not in thin)
    x = 0.0
    for rag, count in present.items():
        segment_width = MIN_SEGMENT_WIDTH if rag in thin else wide_room * count / wide_total
        yield Segment(rag, f"{count} {rag.word.lower()}", x, segment_width)
        x += segment_width + GAP


def _segment(segment: Segment, uid: str, patterns: bool) -> str:
    block = _block(segment.rag, segment.x, 0, segment.width, BAR_HEIGHT, uid, patterns)
    if not segment.label_fits:
        return block
    x = segment.x + (segment.width - segment.label_width) / 2
    plate = ""
    if patterns and segment.rag in PATTERNS:
        plate = (
            f'<rect x="{_n(x - 4)}" y="6" width="{_n(segment.label_width + 8)}" height="{BAR_HEIGHT - 12}"'
            f' fill="{segment.rag.solid}"/>'
        )
    return f"{block}{plate}{_label(segment, x, BAR_HEIGHT / 2, _colour_on(segment.rag, patterns))}"


def _key(segments: list[Segment], width: int, uid: str, patterns: bool) -> tuple[str, int]:
    """Legend below the bar for labels that do not fit on it, and its height."""
    pieces: list[str] = []
    x, row = 0.0, 0
    for segment in segments:
        item = SWATCH + MARK_GAP + segment.label_width
        if x and x + item > width:
            x, row = 0.0, row + 1
        middle = BAR_HEIGHT + row * KEY_ROW + KEY_ROW / 2 + 4
        pieces.append(_block(segment.rag, x, middle - SWATCH / 2, SWATCH, SWATCH, uid, patterns))
        pieces.append(_label(segment, x + SWATCH + MARK_GAP, middle, INK))
        x += item + 3 * PADDING
    return "".join(pieces), (row + 1) * KEY_ROW + 4 if segments else 0


def _block(rag: Rag, x: float, y: float, width: float, height: float, uid: str, patterns: bool) -> str:
    fill = _ground(rag, patterns)
    shape = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
    block = f'<rect {shape} fill="{fill}"/>'
    if patterns and rag in PATTERNS:
        block += f'<rect {shape} fill="url(#{escape(uid)}-{rag.pattern})"/>'
    if rag.outline or patterns:
        inner = f'x="{_n(x + 0.5)}" y="{_n(y + 0.5)}" width="{_n(width - 1)}" height="{_n(height - 1)}"'
        block += f'<rect {inner} fill="none" stroke="{rag.outline or INK}"/>'
    return block


def _label(segment: Segment, x: float, middle: float, colour: str) -> str:
    mark = MARKS[segment.rag.shape].format(colour=colour)
    return (
        f'<g transform="translate({_n(x)} {_n(middle - MARK / 2)})">{mark}</g>'
        f'<text x="{_n(x + MARK + MARK_GAP)}" y="{_n(middle + FONT_SIZE * 0.35)}" fill="{colour}">'
        f"{segment.words}</text>"
    )


def _empty_bar(counts: RagCounts, width: int) -> str:
    return (
        f'<rect x="0.5" y="0.5" width="{width - 1}" height="{BAR_HEIGHT - 1}" fill="{WHITE}" stroke="{INK}"'
        f' stroke-dasharray="4 3"/><text x="{width / 2:g}" y="{_n(BAR_HEIGHT / 2 + FONT_SIZE * 0.35)}"'
        f' text-anchor="middle" fill="{INK}">{counts.words.capitalize()}</text>'
    )


def _patterns(segments: list[Segment], uid: str) -> str:
    drawn = "".join(
        f'<pattern id="{escape(uid)}-{segment.rag.pattern}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f"{PATTERNS[segment.rag]}</pattern>"
        for segment in segments
        if segment.rag in PATTERNS
    )
    return f"<defs>{drawn}</defs>" if drawn else ""


def _ground(rag: Rag, patterns: bool) -> str:
    """Fill of a segment. In print "not rated" is white, so that it does not look like a grey rating."""
    return WHITE if patterns and rag == Rag.NOT_RATED else rag.solid


def _colour_on(rag: Rag, patterns: bool) -> str:
    return INK if _ground(rag, patterns) == WHITE else rag.text_on_solid
