"""Chart of due dates by month: one stacked column for each month, with done, overdue and to come.

Counts and months are written only where they fit. The title gives the totals, and the page has a table next to the
chart.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from ..periods import words_for_date
from ..rag import INK, WHITE, Rag
from ..words import list_words
from .drawing import Box, coordinate, svg, text, text_width

FONT_SIZE = 14
LINE = 20
PLOT_HEIGHT = 150
MAX_SLOT_WIDTH = 72
MIN_COLUMN_HEIGHT = 6
MIN_PART_HEIGHT = 2
SWATCH = 14
GAP = 6
STEPS = (1, 3, 6, 12)
PARTS = ("done", "overdue", "to come")


class MonthStack(NamedTuple):
    """Number of due dates in a month that are done, overdue and to come. `starts_on` is the first of the month."""

    starts_on: date
    done: int
    overdue: int
    to_come: int

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.done, self.overdue, self.to_come


def due_chart(months: Sequence[MonthStack], *, title: str, width: int, uid: str, as_at: date) -> str:
    """SVG of the months in order as columns, with a line at `as_at` if that day is in one of them.

    `uid` keeps ids unique on a page with several charts. Sizes are in pixels of the SVG, which scales.
    """
    sums = [sum(month.counts[part] for month in months) for part in range(len(PARTS))]
    totals = [f"{count} {word}" for count, word in zip(sums, PARTS, strict=True) if count]
    key, key_height = _key(sums, width, uid)
    bottom = key_height + 2 * LINE + PLOT_HEIGHT
    slot = min(width / len(months), MAX_SLOT_WIDTH) if months else 0.0
    columns = _columns(months, slot, bottom)
    labelled = _labelled_months(months, slot)
    drawn = [
        _hatch(uid) if sums[1] else "",
        key,
        *(_stack(month, box, uid) for month, box in zip(months, columns, strict=True)),
        f'<path d="M0 {bottom + 0.5:g}H{width}" stroke="{INK}"/>',
        _day_line(months, slot, as_at, width, key_height, bottom),
        *_counts(months, columns, width),
        *_month_names(months, labelled, slot, width, bottom + SWATCH + 2),
        *_years(months, labelled, slot, width, bottom + SWATCH + LINE),
    ]
    return svg(
        width,
        bottom + 2 * LINE,
        title=f"{title}: {list_words(totals) or 'no dates'}",
        uid=uid,
        drawn="".join(drawn),
        attributes=f'font-size="{FONT_SIZE}" fill="{INK}"',
    )


def _part(box: Box, part: int, uid: str) -> str:
    """One part of a column. Parts differ without colour too."""
    if part == 0:
        return box.rect(f'fill="{Rag.COMPLETE.solid}"')
    if part == 1:
        return box.rect(f'fill="url(#{escape(uid)}-late)"')
    return box.inside(0.75).rect(f'fill="{WHITE}" stroke="{Rag.COMPLETE.solid}" stroke-width="1.5"')


def _hatch(uid: str) -> str:
    lines = f'<path d="M-1 1 1-1M0 6 6 0M5 7 7 5" stroke="{WHITE}" stroke-width="1.5"/>'
    return (
        f'<defs><pattern id="{escape(uid)}-late" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="M0 0H6V6H0Z" fill="{Rag.RED.solid}"/>{lines}</pattern></defs>'
    )


def _key(sums: Sequence[int], width: int, uid: str) -> tuple[str, int]:
    """Legend with the totals, and its height."""
    pieces: list[str] = []
    x, row = 0.0, 0
    for part, (count, word) in enumerate(zip(sums, PARTS, strict=True)):
        if not count:
            continue
        words = f"{count} {word}"
        item = SWATCH + GAP + text_width(words, FONT_SIZE)
        if x and x + item > width:
            x, row = 0.0, row + 1
        pieces.append(_part(Box(x, row * LINE + 2, SWATCH, SWATCH), part, uid))
        pieces.append(text(words, x + SWATCH + GAP, row * LINE + SWATCH, bold=True))
        x += item + 3 * GAP
    return "".join(pieces), (row + 1) * LINE if pieces else 0


def _columns(months: Sequence[MonthStack], slot: float, bottom: float) -> list[Box]:
    """Box of each month's column."""
    most = max((sum(month.counts) for month in months), default=0) or 1
    wide = min(slot * 0.8, slot - 1.5)
    columns = []
    for place, month in enumerate(months):
        total = sum(month.counts)
        high = max(PLOT_HEIGHT * total / most, MIN_COLUMN_HEIGHT) if total else 0.0
        columns.append(Box(place * slot + (slot - wide) / 2, bottom - high, wide, high))
    return columns


def _stack(month: MonthStack, column: Box, uid: str) -> str:
    """One column: done at the bottom, to come at the top, each part high enough to see."""
    total = sum(month.counts)
    shares = [max(column.height * count / total, MIN_PART_HEIGHT) if count else 0.0 for count in month.counts]
    pieces = []
    foot = column.y + column.height
    for part, share in enumerate(shares):
        high = column.height * share / sum(shares) if share else 0.0
        foot -= high
        if high:
            pieces.append(_part(Box(column.x, foot, column.width, high), part, uid))
    return "".join(pieces)


def _day_line(
    months: Sequence[MonthStack], slot: float, day: date, width: int, above: float, bottom: float
) -> str:
    """Dashed line at the day, with the date above it."""
    places = [place for place, month in enumerate(months) if month.starts_on == day.replace(day=1)]
    if not places:
        return ""
    x = (places[0] + day.day / monthrange(day.year, day.month)[1]) * slot
    words = words_for_date(day)
    line = f"M{coordinate(x)} {coordinate(above + LINE)}V{coordinate(bottom)}"
    return (
        f'<path d="{line}" stroke="{INK}" stroke-width="1.5" stroke-dasharray="4 3"/>'
        f"{text(words, _kept_inside(x, words, width), above + SWATCH, middle=True)}"
    )


def _counts(months: Sequence[MonthStack], columns: Sequence[Box], width: int) -> Iterator[str]:
    """Each month's count above its column: the highest first, then those that do not overlap others."""
    taken: list[Box] = [column for column in columns if column.height]
    for place in sorted(range(len(months)), key=lambda place: -sum(months[place].counts)):
        column, words = columns[place], str(sum(months[place].counts))
        wide = text_width(words, FONT_SIZE)
        middle = _kept_inside(column.x + column.width / 2, words, width)
        room = Box(middle - wide / 2, column.y - FONT_SIZE - 3, wide, FONT_SIZE)
        if column.height and not any(room.overlaps(other) for other in taken):
            taken.append(room)
            yield text(words, middle, column.y - 5, middle=True, bold=True, halo=True)


def _labelled_months(months: Sequence[MonthStack], slot: float) -> list[int]:
    """Indexes of the months to label: every month if they fit, else every third, sixth or twelfth.

    Of those, choose the ones that label most columns, or if equal the first of each quarter, half-year or year.
    """
    step = next((step for step in STEPS if step * slot >= text_width("May", FONT_SIZE) + GAP), None)
    if not step:
        return []
    full = [(month.starts_on.month - 1) % step for month in months if any(month.counts)]
    first = max(range(step), key=full.count)
    return [place for place, month in enumerate(months) if (month.starts_on.month - 1) % step == first]


def _month_names(
    months: Sequence[MonthStack], labelled: Sequence[int], slot: float, width: int, y: float
) -> Iterator[str]:
    for place in labelled:
        words = f"{months[place].starts_on:%b}"
        yield text(words, _kept_inside((place + 0.5) * slot, words, width), y, middle=True)


def _years(
    months: Sequence[MonthStack], labelled: Sequence[int], slot: float, width: int, y: float
) -> Iterator[str]:
    """Each year under its first labelled month. If two years would touch, only the later is drawn."""
    firsts = {months[place].starts_on.year: place for place in reversed(labelled or range(len(months)))}
    last = width - text_width("2016", FONT_SIZE)
    starts = sorted((min(place * slot, last), str(year)) for year, place in firsts.items())
    for place, (x, year) in enumerate(starts):
        end = x + text_width(year, FONT_SIZE)
        following = starts[place + 1][0] if place + 1 < len(starts) else float(width) + GAP
        if end + GAP <= following:
            yield text(year, x, y, bold=True)


def _kept_inside(x: float, words: str, width: int) -> float:
    """Centre of a text, moved so that the text stays inside the chart."""
    half = text_width(words, FONT_SIZE) / 2
    return min(max(x, half), width - half)
