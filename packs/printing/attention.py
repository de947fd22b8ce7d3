"""What a pack asks its board to look at: one page of points, each with the deliverables that it is about.

The page takes the worst ones. What has no room there follows it, so nothing is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import ceil

from core.words import count_words
from reporting.summaries import BoardSummary, DeliverableLine
from reporting.summaries.dashboard import Shown
from reporting.summaries.shapes import worst_first

from .figures import FigureRow, Figures

ROOM, DOUBTED_ROOM, OFF_TARGET_SHOWN = 44, 15, 6
"""Lines of text in the tables of the page, those of the first table, and the most indicators."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at, in a sentence, and the id of the part that lists it, on another page if `elsewhere`."""

    sentence: str
    part: str
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Attention:
    """Page for the board's attention, from a summary and the indicators that the pack prints."""

    summary: BoardSummary
    figures: Figures

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(self._points())

    @property
    def doubted(self) -> Shown[DeliverableLine]:
        """Rated better than their dates suggest, the worst dates first."""
        by_dates = sorted(self.summary.disagreements, key=lambda line: line.schedule_rag.rank)
        return _that_fit(by_dates, DOUBTED_ROOM, _doubted_height)

    @property
    def exceptions(self) -> Shown[DeliverableLine]:
        others = sum(map(_doubted_height, self.doubted)) + 2 * len(self.off_target.first)
        return _that_fit(self.summary.exceptions, ROOM - others, _exception_height)

    @property
    def off_target(self) -> Shown[FigureRow]:
        """Indicators that are red or amber, now or in the forecast, the worst first."""
        ids = {line.id for line in self.summary.indicators_off_target}
        off = [row for table in self.figures.tables for row in table.rows if row.line.id in ids]
        off.sort(key=lambda row: (row.line.rag.rank, row.line.confidence_rag.rank))
        return Shown.of(off, OFF_TARGET_SHOWN)

    @property
    def other_doubted(self) -> list[DeliverableLine]:
        """Rated better than their dates suggest, without those on the page."""
        return _without(worst_first(self.summary.disagreements), self.doubted)

    @property
    def other_exceptions(self) -> list[DeliverableLine]:
        """Red and amber ones without those on the page."""
        return _without(self.summary.exceptions, self.exceptions)

    def _points(self) -> Iterator[Point]:
        summary, noun = self.summary, self.summary.noun
        if count := len(summary.disagreements):
            rated = f"{count_words(count, noun)} rated better than {'its' if count == 1 else 'their'} dates suggest"
            yield Point(f"{rated}: is the stated or the schedule RAG right?", "doubted")
        if count := len(summary.exceptions):
            ratings = " and ".join(
                f"{number} {word}"
                for number, word in ((summary.counts.red, "red"), (summary.counts.amber, "amber"))
                if number
            )
            paths = "is the path" if count == 1 else "are the paths"
            yield Point(f"{ratings} {_noun(count, noun)}: {paths} to green enough?", "exceptions")
        if count := len(summary.indicators_off_target):
            yield Point(
                f"{count_words(count, 'indicator')} off target: what would change the trend?", "off-target"
            )
        if count := len(summary.unowned):
            yield Point(
                f"{count_words(count, noun)} without a lead: who should lead {_them(count)}?",
                "unowned",
                elsewhere=True,
            )
        if count := len(summary.slipped):
            yield Point(
                f"{count_words(count, noun)} with a date that has slipped: is the new date right?",
                "slipped",
                elsewhere=True,
            )
        if count := len(summary.silent):
            yield Point(
                f"{count_words(count, noun)} without an update this quarter: what is the position?",
                "silent",
                elsewhere=True,
            )


Height = Callable[[DeliverableLine], int]


def _that_fit(lines: Iterable[DeliverableLine], room: int, height: Height) -> Shown[DeliverableLine]:
    """As many of the lines, in their order, as there is room for. At least one."""
    every = tuple(lines)
    heights = accumulate(map(height, every))
    return Shown.of(every, max(1, sum(sofar <= room for sofar in heights)))


def _doubted_height(line: DeliverableLine) -> int:
    """Lines of text that a row takes, with the space below it. The numbers are the letters on a line of each column."""
    return 1 + max(_lines(line.name, 44) + _lines(_leads(line), 50), _lines(line.schedule_reason, 24))


def _exception_height(line: DeliverableLine) -> int:
    path = f"{line.path_to_green} Forecast: {line.forecast_on}."
    why = _lines(line.reason, 22) + _lines(line.direction_words, 22)
    what = _lines(line.name, 32) + _lines(_leads(line), 36)
    return 1 + max(what, why, _lines(path, 26))


def _lines(text: str, letters: int) -> int:
    return ceil(len(text) / letters)


def _leads(line: DeliverableLine) -> str:
    return ", ".join(line.leads) or "No lead"


def _noun(count: int, noun: str) -> str:
    return count_words(count, noun).split(" ", 1)[1]


def _them(count: int) -> str:
    return "it" if count == 1 else "them"


def _without(
    lines: list[DeliverableLine] | tuple[DeliverableLine, ...], shown: Shown[DeliverableLine]
) -> list[DeliverableLine]:
    ids = {line.id for line in shown}
    return [line for line in lines if line.id not in ids]
