"""Chart of an actual line beside expected ones, by date, as SVG.

Each line has its name at its end. The title comes first and says everything, and the page has a table next to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from math import ceil, floor, log10
from typing import NamedTuple

from ..periods import words_for_date
from ..rag import INK, WHITE
from .drawing import Box, svg, text, text_width
from .drawing import coordinate as _n

FONT_SIZE = 14
LINE = 18
GAP = 6
PLOT_HEIGHT = 220
MOST_TICKS = 6
GRID = "#cecece"
STYLES = {
    "actual": 'stroke="#12436d" stroke-width="3"',
    "plan": 'stroke="#ca3535" stroke-width="2.5" stroke-dasharray="8 4"',
    "nothing": 'stroke="#484949" stroke-width="2.5" stroke-dasharray="2 4"',
}
COLOURS = {"actual": "#12436d", "plan": "#ca3535", "nothing": "#484949"}


class Line(NamedTuple):
    """A line by date, in time order. None is a gap. `style` is "actual", "plan" or "nothing"."""

    name: str
    marks: Sequence[tuple[date, Decimal | None]]
    style: str

    @property
    def known(self) -> list[tuple[date, Decimal]]:
        return [(on, value) for on, value in self.marks if value is not None]


class Scale(NamedTuple):
    """Places in the plot: days from left to right, values from bottom to top."""

    first: date
    last: date
    low: float
    high: float
    plot: Box

    def x(self, day: date) -> float:
        span = (self.last - self.first).days or 1
        return self.plot.x + (day - self.first).days / span * self.plot.width

    def y(self, value: Decimal | float) -> float:
        return self.plot.y + (self.high - float(value)) / (self.high - self.low) * self.plot.height


def trajectory_chart(
    lines: Sequence[Line], *, title: str, width: int, uid: str, words: Callable[[Decimal], str]
) -> str:
    """SVG of the lines that have a value. `words` writes a value with its unit.

    `uid` keeps ids unique on a page with several charts. Sizes are in pixels of the SVG, which scales.
    """
    lines = [line for line in lines if line.known]
    days = sorted({on for line in lines for on, _ in line.known})
    values = [value for line in lines for _, value in line.known]
    if not values:
        return ""
    ticks = _ticks(float(min(values)), float(max(values)))
    tick_words = [words(tick) for tick in ticks]
    left = max(text_width(each, FONT_SIZE) for each in tick_words) + GAP
    right = 1.1 * max(text_width(line.name, FONT_SIZE) for line in lines) + 2 * GAP
    plot = Box(left, LINE / 2, max(width - left - right, 40), PLOT_HEIGHT)
    scale = Scale(days[0], days[-1], float(ticks[0]), float(ticks[-1]), plot)
    drawn = [
        *_grid(ticks, tick_words, scale),
        *(_line(line, scale) for line in lines),
        *_names(lines, scale, width),
        *_days(days, scale, width),
    ]
    return svg(
        width,
        plot.y + PLOT_HEIGHT + LINE + 2 * GAP,
        title=title,
        uid=uid,
        drawn="".join(drawn),
        attributes=f'font-size="{FONT_SIZE}" fill="{INK}"',
    )


def _ticks(low: float, high: float) -> list[Decimal]:
    """Round values at equal steps that enclose the values."""
    reach = (high - low) or abs(high) or 1.0
    rough = reach / (MOST_TICKS - 2)
    power = floor(log10(rough))
    step = next(
        Decimal(factor).scaleb(power) for factor in (1, 2, 5, 10) if factor * 10.0**power >= rough * 0.999
    )
    first, last = floor(low / float(step)), ceil(high / float(step))
    if first == last:
        last += 1
    return [number * step for number in range(first, last + 1)]


def _grid(ticks: Sequence[Decimal], words: Sequence[str], scale: Scale) -> Iterator[str]:
    """A line across and a label for each tick."""
    plot = scale.plot
    for tick, label in zip(ticks, words, strict=True):
        y = scale.y(tick)
        yield f'<path d="M{_n(plot.x)} {_n(y)}H{_n(plot.x + plot.width)}" stroke="{GRID}"/>'
        yield text(label, plot.x - GAP - text_width(label, FONT_SIZE) * 0.95, y + FONT_SIZE * 0.35)


def _line(line: Line, scale: Scale) -> str:
    """The line with its gaps, and a dot at each actual value."""
    runs = [list(run) for known, run in groupby(line.marks, lambda mark: mark[1] is not None) if known]
    path = "".join(
        "M" + " ".join(f"{_n(scale.x(on))} {_n(scale.y(value))}" for on, value in run if value is not None)
        for run in runs
        if len(run) > 1
    )
    drawn = f'<path d="{path}" fill="none" stroke-linejoin="round" {STYLES[line.style]}/>' if path else ""
    is_dotted = line.style == "actual" or not path
    dots = "".join(
        f'<circle cx="{_n(scale.x(on))}" cy="{_n(scale.y(value))}" r="4" fill="{COLOURS[line.style]}"'
        f' stroke="{WHITE}"/>'
        for on, value in line.known
        if is_dotted
    )
    return drawn + dots


def _names(lines: Sequence[Line], scale: Scale, width: int) -> Iterator[str]:
    """The name of each line at its end, moved up or down within the plot until it overlaps no other name."""
    taken: list[Box] = []
    lowest = scale.plot.y + scale.plot.height - LINE
    for line in sorted(lines, key=lambda line: scale.y(line.known[-1][1])):
        on, value = line.known[-1]
        wide = text_width(line.name, FONT_SIZE)
        x = min(scale.x(on) + GAP + 2, width - wide)
        y = min(max(scale.y(value) - LINE / 2, 0), lowest)
        moves = sorted(range(-PLOT_HEIGHT, PLOT_HEIGHT, 2), key=abs)
        rooms = (Box(x, y + move, wide, LINE) for move in moves if 0 <= y + move <= lowest)
        room = next(room for room in rooms if not any(room.overlaps(other) for other in taken))
        taken.append(room)
        words = text(line.name, room.x, room.y + LINE * 0.72, bold=True, halo=True)
        yield f'<g fill="{COLOURS[line.style]}">{words}</g>'


def _days(days: Sequence[date], scale: Scale, width: int) -> Iterator[str]:
    """Months below the plot: the first, the last, and those between that have room."""
    y = scale.plot.y + scale.plot.height
    yield f'<path d="M{_n(scale.plot.x)} {_n(y)}H{_n(scale.plot.x + scale.plot.width)}" stroke="{INK}"/>'
    taken: list[Box] = []
    for day in [days[0], days[-1], *days[1:-1]]:
        label = words_for_date(day, "month")
        wide = text_width(label, FONT_SIZE)
        middle = min(max(scale.x(day), wide / 2), width - wide / 2)
        room = Box(middle - wide / 2 - GAP, y, wide + 2 * GAP, LINE)
        if not any(room.overlaps(other) for other in taken):
            taken.append(room)
            yield f'<path d="M{_n(scale.x(day))} {_n(y)}v5" stroke="{INK}"/>'
            yield text(label, middle, y + LINE + 3, middle=True)
