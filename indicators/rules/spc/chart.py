"""Chart of a series with its limits, as one SVG.

A figure is a grey circle for usual variation, a blue square for improvement, an orange diamond for concern, and a dark
triangle where neither way is good. Where there are no limits it is a small ring. Lines are told apart by their dashes
and have their words beside them, or in the key of a narrow drawing. Missing periods are gaps. Where the limits begin
anew, the lines break. Limits of a percentage are drawn within 0 to 100.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from html import escape
from math import ceil, floor, log10

from core.rag import INK, WHITE
from core.ui.drawing import Box, coordinate, svg, text, text_width

from .analysis import Analysis, Segment
from .icons import Meaning
from .special_causes import Flag, Side

FONT_SIZE, LINE, GAP = 14, 20, 8
WIDE, NARROW = 720, 320
PLOT_HEIGHT = {True: 240, False: 190}
"""Height of the plot, by whether the drawing is wide."""
ROOM_FOR_WORDS = 560
"""Width from which lines have their words beside them."""
EDGE = 10
SERIES, TARGET, MEAN, LIMIT, GRID = "#12436d", "#ca3535", "#484949", "#6b6c6d", "#cecece"
USUAL, IMPROVEMENT, CONCERN = "#6b6c6d", "#12436d", "#f46a25"
MEAN_LINE = f'stroke="{MEAN}"'
LIMIT_LINE = f'stroke="{LIMIT}" stroke-width="1.5" stroke-dasharray="2 3"'
NEAR_LINE = f'stroke="{LIMIT}" stroke-dasharray="1 6"'
TARGET_LINE = f'stroke="{TARGET}" stroke-width="1.5" stroke-dasharray="8 4"'
REBASE_LINE = f'stroke="{INK}" stroke-dasharray="4 3"'
SAMPLE = 28
STEPS = {"month": (1, 2, 3, 6, 12, 24, 36, 60), "quarter": (1, 2, 4, 8, 12, 16, 20, 40)}
OTHER_STEPS = (1, 2, 5, 10, 20)

MARKS = {
    Meaning.USUAL: f'<circle cx="{{x}}" cy="{{y}}" r="4.5" fill="{USUAL}" stroke="{WHITE}"/>',
    Meaning.IMPROVEMENT: f'<path d="M{{x}} {{y}}m-5-5h10v10h-10z" fill="{IMPROVEMENT}" stroke="{WHITE}"/>',
    Meaning.CONCERN: f'<path d="M{{x}} {{y}}m0-7 7 7-7 7-7-7z" fill="{CONCERN}" stroke="{INK}"/>',
}
NO_LIMITS_MARK = f'<circle cx="{{x}}" cy="{{y}}" r="3.5" fill="{WHITE}" stroke="{INK}" stroke-width="1.5"/>'
NO_LIMITS = "Too few figures for limits"
UNUSUAL_MARKS = {
    Side.HIGH: f'<path d="M{{x}} {{y}}m0-6 6.5 11h-13z" fill="{INK}" stroke="{WHITE}"/>',
    Side.LOW: f'<path d="M{{x}} {{y}}m0 6 6.5-11h-13z" fill="{INK}" stroke="{WHITE}"/>',
}


@dataclass(frozen=True, slots=True)
class Axes:
    """What the chart says around the figures.

    `labels` names each period, and `targets` has the target for each, in the unit of the figures. `words` writes a
    number. With `percent`, limits are drawn within 0 to 100. `kind` is the kind of period. `signs`
    are the words above the lines where a segment begins, by its place.
    """

    labels: Sequence[str]
    targets: Sequence[Fraction | None]
    words: Callable[[Fraction], str]
    kind: str = "quarter"
    percent: bool = False
    signs: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Plot:
    """Box of the plot, and where a place and a number are in it."""

    box: Box
    places: int
    low: float
    high: float
    slot: float
    """Width from one period to the next."""

    @classmethod
    def of(cls, box: Box, places: int, low: float, high: float) -> _Plot:
        return cls(box, places, low, high, (box.width - 2 * EDGE) / max(places - 1, 1))

    def x(self, place: float) -> float:
        """Middle of a place. A place and a half is between two."""
        if self.places == 1:
            return self.box.x + self.box.width * (place + 0.5)
        at = self.box.x + EDGE + place * self.slot
        return min(max(at, self.box.x), self.box.x + self.box.width)

    def point(self, place: int, value: Fraction) -> tuple[str, str]:
        """Coordinates of a figure, as the drawing writes them."""
        return coordinate(self.x(place)), coordinate(self.y(float(value)))

    def y(self, number: float) -> float:
        return self.box.y + self.box.height * (self.high - number) / (self.high - self.low)


def spc_chart(analysis: Analysis, axes: Axes, *, title: str, width: int, uid: str) -> str:
    """SVG of a series with at least one period, `width` pixels wide. `title` says in words what it shows."""
    wide = width >= ROOM_FOR_WORDS
    drawn_limits = [_capped(each, axes.percent) for each in analysis.segments]
    low, high = _span(analysis, axes, drawn_limits)
    ticks = _ticks(low, high)
    marks = [(axes.words(tick), float(tick)) for tick in ticks]
    beside = _beside(analysis, axes, drawn_limits) if wide else []
    left = max(text_width(words, FONT_SIZE) for words, _ in marks) + 1.5 * GAP
    right = max((text_width(words, FONT_SIZE) + 2 * GAP for words, _ in beside), default=EDGE)
    top = LINE if len(analysis.segments) > 1 else GAP
    box = Box(left, top, width - left - right, PLOT_HEIGHT[wide])
    plot = _Plot.of(box, len(analysis.values), float(ticks[0]), float(ticks[-1]))
    points = [
        None if value is None else plot.point(place, value) for place, value in enumerate(analysis.values)
    ]
    below = top + box.height
    key, key_height = _key(analysis, axes, drawn_limits, wide=wide, width=width, y=below + LINE + 3 * GAP)
    drawn = [
        *_grid(plot, marks),
        *(
            _limit_lines(plot, each, lines)
            for each, lines in zip(analysis.segments, drawn_limits, strict=True)
        ),
        _target_line(plot, axes.targets),
        *_beginnings(plot, analysis.segments, axes.signs),
        _series(points, {segment.start for segment in analysis.segments}),
        *_figures(points, analysis),
        *_labels_beside(plot, beside),
        *_period_names(plot, axes, width, below + LINE),
        *key,
    ]
    height = below + LINE + GAP + key_height
    return svg(
        width,
        height,
        title=title,
        uid=uid,
        drawn="".join(drawn),
        attributes=f'font-size="{FONT_SIZE}" fill="{INK}"',
    )


Lines = dict[str, float]
"""Height of each line of a segment: mean, lower, upper, near_lower and near_upper. Empty without limits."""


def _capped(segment: Segment, percent: bool) -> Lines:
    limits = segment.limits
    if limits is None:
        return {}
    lines = {
        name: float(getattr(limits, name)) for name in ("mean", "lower", "upper", "near_lower", "near_upper")
    }
    return {name: min(max(at, 0.0), 100.0) for name, at in lines.items()} if percent else lines


def _span(analysis: Analysis, axes: Axes, drawn_limits: Sequence[Lines]) -> tuple[float, float]:
    """Lowest and highest number to draw. Never the same."""
    numbers = [float(value) for value in analysis.values if value is not None]
    numbers += [float(aim) for aim in axes.targets if aim is not None]
    numbers += [at for lines in drawn_limits for at in lines.values()]
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    return (low, high) if low < high else (low - 1, high + 1)


def _ticks(low: float, high: float) -> list[Fraction]:
    """Four to seven round numbers: the first is at most `low`, the last at least `high`."""
    rough = (high - low) / 4
    power = Fraction(10) ** floor(log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough * 0.999)
    first, last = floor(Fraction(low) / step), ceil(Fraction(high) / step)
    return [step * place for place in range(first, last + 1)]


def _grid(plot: _Plot, marks: Sequence[tuple[str, float]]) -> Iterator[str]:
    left, right = coordinate(plot.box.x), coordinate(plot.box.x + plot.box.width)
    lines = "".join(f"M{left} {coordinate(plot.y(at))}H{right}" for _, at in marks)
    yield f'<path d="{lines}" stroke="{GRID}"/>'
    for words, at in marks:
        x, y = coordinate(plot.box.x - GAP), coordinate(plot.y(at) + 5)
        yield f'<text x="{x}" y="{y}" text-anchor="end">{escape(words)}</text>'


def _limit_lines(plot: _Plot, segment: Segment, lines: Lines) -> str:
    """Mean, process limits and near limits of a segment, from edge to edge of its periods."""
    if not lines:
        return ""
    start, stop = coordinate(plot.x(segment.start - 0.5)), coordinate(plot.x(segment.stop - 0.5))

    def path(*names: str) -> str:
        return "".join(f"M{start} {coordinate(plot.y(lines[name]))}H{stop}" for name in names)

    return (
        f'<path d="{path("mean")}" {MEAN_LINE}/><path d="{path("lower", "upper")}" {LIMIT_LINE}/>'
        f'<path d="{path("near_lower", "near_upper")}" {NEAR_LINE}/>'
    )


def _target_line(plot: _Plot, targets: Sequence[Fraction | None]) -> str:
    """The target of each period. It steps where the target changes, and breaks where there is none."""
    path, before = "", None
    for place, target in enumerate(targets):
        if target is not None:
            y = coordinate(plot.y(float(target)))
            if before is None:
                path += f"M{coordinate(plot.x(place - 0.5))} {y}"
            elif target != before:
                path += f"V{y}"
            path += f"H{coordinate(plot.x(place + 0.5))}"
        before = target
    return f'<path d="{path}" fill="none" {TARGET_LINE}/>' if path else ""


def _beginnings(plot: _Plot, segments: Sequence[Segment], signs: Mapping[int, str]) -> Iterator[str]:
    """A line where each later segment begins, with its sign above it where there is room."""
    top, bottom = plot.box.y, plot.box.y + plot.box.height
    first, last = plot.box.x, plot.box.x + plot.box.width
    end = first
    for segment in segments[1:]:
        x = plot.x(segment.start - 0.5)
        sign = signs.get(segment.start, "Re-based")
        half = text_width(sign, FONT_SIZE) / 2
        yield f'<path d="M{coordinate(x)} {coordinate(top)}V{coordinate(bottom)}" {REBASE_LINE}/>'
        middle = min(max(x, first + half), last - half)
        if middle - half >= end:
            end = middle + half + GAP
            yield text(sign, middle, top - 6, middle=True)


Points = Sequence[tuple[str, str] | None]
"""Coordinates of each figure, None for a missing one."""


def _series(points: Points, starts: Collection[int]) -> str:
    """Line through the figures, broken at missing periods and at re-bases."""
    path = ""
    joined = False
    for place, point in enumerate(points):
        if point:
            path += f"{'L' if joined and place not in starts else 'M'}{point[0]} {point[1]}"
        joined = point is not None
    return f'<path d="{path}" fill="none" stroke="{SERIES}" stroke-width="2" stroke-linejoin="round"/>'


def _figures(points: Points, analysis: Analysis) -> Iterator[str]:
    for point, meaning, flag in zip(points, analysis.meanings, analysis.flags, strict=True):
        if point:
            yield _mark(meaning, flag).format(x=point[0], y=point[1])


def _mark(meaning: Meaning | None, flag: Flag | None) -> str:
    if meaning is None:
        return NO_LIMITS_MARK
    if meaning == Meaning.UNUSUAL:
        return UNUSUAL_MARKS[flag.side if flag else Side.HIGH]
    return MARKS[meaning]


def _beside(analysis: Analysis, axes: Axes, drawn_limits: Sequence[Lines]) -> list[tuple[str, float]]:
    """Words beside the lines at their right end, and their heights."""
    lines = drawn_limits[-1] if drawn_limits else {}
    names = {"upper": "Upper limit", "mean": "Mean", "lower": "Lower limit"}
    found = [
        (f"{words} {_rounded(axes, lines[name])}", lines[name]) for name, words in names.items() if lines
    ]
    target = axes.targets[-1] if axes.targets else None
    if target is not None:
        found.append((f"Target {axes.words(target)}", float(target)))
    return found


def _rounded(axes: Axes, number: float) -> str:
    return axes.words(Fraction(number))


def _labels_beside(plot: _Plot, beside: Sequence[tuple[str, float]]) -> Iterator[str]:
    """Each at the height of its line, moved apart where they would touch."""
    ordered = sorted(beside, key=lambda each: -each[1])
    heights: list[float] = []
    for _, at in ordered:
        heights.append(max(plot.y(at), heights[-1] + LINE * 0.9 if heights else 0.0))
    room = plot.box.y + plot.box.height
    for place in reversed(range(len(heights))):
        heights[place] = min(heights[place], room)
        room = heights[place] - LINE * 0.9
    x = plot.box.x + plot.box.width + GAP
    for (words, _), y in zip(ordered, heights, strict=True):
        yield text(words, x, y + 5)


def _period_names(plot: _Plot, axes: Axes, width: int, y: float) -> Iterator[str]:
    """Names of the periods: every one if they fit, else every second, fourth and so on, the last one always."""
    longest = max(axes.labels, key=len, default="")
    most = text_width(longest, FONT_SIZE) + GAP
    steps = STEPS.get(axes.kind, OTHER_STEPS)
    step = next((each for each in steps if each * plot.slot >= most), len(axes.labels))
    end = float(width)
    for place in range(len(axes.labels) - 1, -1, -step):
        words = axes.labels[place]
        half = text_width(words, FONT_SIZE) / 2
        middle = min(max(plot.x(place), half), width - half)
        if middle + half <= end:
            end = middle - half - GAP
            yield text(words, middle, y, middle=True)


def _key(
    analysis: Analysis, axes: Axes, drawn_limits: Sequence[Lines], *, wide: bool, width: int, y: float
) -> tuple[list[str], float]:
    """Shapes and lines with their words, in rows, and the height of all."""
    pieces: list[str] = []
    x, row = 0.0, 0
    for sample, words in _key_items(analysis, axes, drawn_limits, wide):
        wide_item = SAMPLE + GAP + text_width(words, FONT_SIZE)
        if x and x + wide_item > width:
            x, row = 0.0, row + 1
        middle = y + row * LINE
        pieces.append(sample.format(x=coordinate(x + SAMPLE / 2), y=coordinate(middle)))
        pieces.append(text(words, x + SAMPLE + GAP, middle + 5))
        x += wide_item + 2 * GAP
    return pieces, (row + 2) * LINE if pieces else 0.0


def _key_items(
    analysis: Analysis, axes: Axes, drawn_limits: Sequence[Lines], wide: bool
) -> Iterator[tuple[str, str]]:
    """Drawing and words of each item. Beside a wide plot, lines have their words already."""
    present = {
        _mark(meaning, flag): _meaning_words(meaning, flag)
        for value, meaning, flag in zip(analysis.values, analysis.meanings, analysis.flags, strict=True)
        if value is not None
    }
    if any(drawn_limits):
        yield from sorted(present.items(), key=lambda item: item[1], reverse=True)
    lines = drawn_limits[-1] if drawn_limits else {}
    if lines and not wide:
        yield _sample(MEAN_LINE), f"Mean {_rounded(axes, lines['mean'])}"
        yield (
            _sample(LIMIT_LINE),
            f"Limits {_rounded(axes, lines['lower'])} to {_rounded(axes, lines['upper'])}",
        )
    if any(drawn_limits):
        yield _sample(NEAR_LINE), "Near limits"
    target = axes.targets[-1] if axes.targets else None
    if target is not None and not wide:
        yield _sample(TARGET_LINE), f"Target {axes.words(target)}"


def _meaning_words(meaning: Meaning | None, flag: Flag | None) -> str:
    if meaning is None:
        return NO_LIMITS
    return f"Unusual, {flag.side.value}" if meaning == Meaning.UNUSUAL and flag else meaning.word


def _sample(line: str) -> str:
    return f'<path d="M{{x}} {{y}}m-{SAMPLE // 2} 0h{SAMPLE}" {line}/>'
