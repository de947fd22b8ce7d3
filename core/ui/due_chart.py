"""Due dates by month: a column for each month, done, overdue and to come on top of each other.

Counts and months are written only where they have room; the title says the sums, and the page has a table beside the
drawing.
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
WIDEST_SLOT = 72
LEAST_COLUMN = 6
LEAST_PART = 2
SWATCH = 14
GAP = 6
STEPS = (1, 3, 6, 12)
PARTS = ("done", "overdue", "to come")


class MonthStack(NamedTuple):
    """How many dates of a month (its first day) are done, overdue and to come."""

    starts_on: date
    done: int
    overdue: int
    to_come: int

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.done, self.overdue, self.to_come


def due_chart(months: Sequence[MonthStack], *, title: str, width: int, uid: str, as_at: date) -> str:
    """The months in order as columns, with a line at the day of judgement if it lies in one of them.

    `uid` keeps ids apart where a page has several drawings. Sizes are in pixels of the drawing, which scales.
    """
    sums = [sum(month.counts[part] for month in months) for part in range(len(PARTS))]
    said = [f"{count} {word}" for count, word in zip(sums, PARTS, strict=True) if count]
    key, key_height = _key(sums, width, uid)
    bottom = key_height + 2 * LINE + PLOT_HEIGHT
    slot = min(width / len(months), WIDEST_SLOT) if months else 0.0
    columns = _columns(months, slot, bottom)
    named = _named(months, slot)
    drawn = [
        _hatch(uid) if sums[1] else "",
        key,
        *(_stack(month, box, uid) for month, box in zip(months, columns, strict=True)),
        f'<path d="M0 {bottom + 0.5:g}H{width}" stroke="{INK}"/>',
        _day_line(months, slot, as_at, width, key_height, bottom),
        *_counts(months, columns, width),
        *_month_names(months, named, slot, width, bottom + SWATCH + 2),
        *_years(months, named, slot, width, bottom + SWATCH + LINE),
    ]
    return svg(
        width,
        bottom + 2 * LINE,
        title=f"{title}: {list_words(said) or 'no dates'}",
        uid=uid,
        drawn="".join(drawn),
        looks=f'font-size="{FONT_SIZE}" fill="{INK}"',
    )


def _part(box: Box, part: int, uid: str) -> str:
    """One filling: they differ without colour too."""
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
    """What the fillings mean, with the sums; and how high it stands."""
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
    """The room of each month's stack."""
    most = max((sum(month.counts) for month in months), default=0) or 1
    wide = min(slot * 0.8, slot - 1.5)
    columns = []
    for place, month in enumerate(months):
        total = sum(month.counts)
        high = max(PLOT_HEIGHT * total / most, LEAST_COLUMN) if total else 0.0
        columns.append(Box(place * slot + (slot - wide) / 2, bottom - high, wide, high))
    return columns


def _stack(month: MonthStack, column: Box, uid: str) -> str:
    """Done at the bottom, to come on top; no part so thin that it cannot be seen."""
    total = sum(month.counts)
    shares = [max(column.height * count / total, LEAST_PART) if count else 0.0 for count in month.counts]
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
    """A dashed line at the day, with the day written over it."""
    places = [place for place, month in enumerate(months) if month.starts_on == day.replace(day=1)]
    if not places:
        return ""
    x = (places[0] + day.day / monthrange(day.year, day.month)[1]) * slot
    words = words_for_date(day)
    line = f"M{coordinate(x)} {coordinate(above + LINE)}V{coordinate(bottom)}"
    return (
        f'<path d="{line}" stroke="{INK}" stroke-width="1.5" stroke-dasharray="4 3"/>'
        f"{text(words, _within(x, words, width), above + SWATCH, middle=True)}"
    )


def _counts(months: Sequence[MonthStack], columns: Sequence[Box], width: int) -> Iterator[str]:
    """How many there are in a month, over its column: the highest first, then those that find room beside it."""
    taken: list[Box] = [column for column in columns if column.height]
    for place in sorted(range(len(months)), key=lambda place: -sum(months[place].counts)):
        column, words = columns[place], str(sum(months[place].counts))
        wide = text_width(words, FONT_SIZE)
        middle = _within(column.x + column.width / 2, words, width)
        room = Box(middle - wide / 2, column.y - FONT_SIZE - 3, wide, FONT_SIZE)
        if column.height and not any(room.overlaps(other) for other in taken):
            taken.append(room)
            yield text(words, middle, column.y - 5, middle=True, bold=True, halo=True)


def _named(months: Sequence[MonthStack], slot: float) -> list[int]:
    """The places of the months that are named: every one where there is room, else every third, sixth or twelfth: those
    that name most columns, in doubt the first of each quarter, half-year or year."""
    step = next((step for step in STEPS if step * slot >= text_width("May", FONT_SIZE) + GAP), None)
    if not step:
        return []
    full = [(month.starts_on.month - 1) % step for month in months if any(month.counts)]
    first = max(range(step), key=full.count)
    return [place for place, month in enumerate(months) if (month.starts_on.month - 1) % step == first]


def _month_names(
    months: Sequence[MonthStack], named: Sequence[int], slot: float, width: int, y: float
) -> Iterator[str]:
    for place in named:
        words = f"{months[place].starts_on:%b}"
        yield text(words, _within((place + 0.5) * slot, words, width), y, middle=True)


def _years(
    months: Sequence[MonthStack], named: Sequence[int], slot: float, width: int, y: float
) -> Iterator[str]:
    """The year under the first of its months that is named; of two that would touch, the later."""
    firsts = {months[place].starts_on.year: place for place in reversed(named or range(len(months)))}
    last = width - text_width("2016", FONT_SIZE)
    starts = sorted((min(place * slot, last), str(year)) for year, place in firsts.items())
    for place, (x, year) in enumerate(starts):
        end = x + text_width(year, FONT_SIZE)
        following = starts[place + 1][0] if place + 1 < len(starts) else float(width) + GAP
        if end + GAP <= following:
            yield text(year, x, y, bold=True)


def _within(x: float, words: str, width: int) -> float:
    """The middle for the words, moved so that they stay in the drawing."""
    half = text_width(words, FONT_SIZE) / 2
    return min(max(x, half), width - half)
