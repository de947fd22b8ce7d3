"""What a pack reports of each strand: what was done, what comes next, first and forecast dates, risks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.periods import words_for_date
from core.rag import Rag
from reporting.summaries import DeliverableLine, StrandLine

from ..document import PackDocument, RiskRow

NEXT = timedelta(days=92)
"""How far ahead of the quarter's day “next” looks: three months."""


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A deliverable with a date that is not done: when it was first due, when it is due, and the forecast, in words."""

    line: DeliverableLine
    first: str
    due: str
    forecast: str


@dataclass(frozen=True, slots=True)
class StrandReport:
    """One strand. `done` and `next` are deliverables with the words of the dates that count."""

    strand: StrandLine
    done: tuple[tuple[DeliverableLine, str], ...]
    next: tuple[tuple[DeliverableLine, str], ...]
    dated: tuple[DatedLine, ...]
    risks: tuple[RiskRow, ...]


def strand_reports(document: PackDocument) -> tuple[StrandReport, ...]:
    """Reports of the strands in the pack, in plan order."""
    return tuple(_reports(document))


def _reports(document: PackDocument) -> Iterator[StrandReport]:
    summary = document.summary
    starts_on, as_at = summary.quarter.starts_on, summary.as_at
    risks = [row for table in document.risks or () for row in table.rows]
    for strand in summary.strands:
        lines = [
            line
            for line in summary.deliverables
            if (line.strategy, line.strand) == (strand.strategy, strand.code)
        ]
        ids = {line.id for line in lines}
        yield StrandReport(
            strand,
            done=tuple(_done(lines, starts_on)),
            next=tuple(_next(lines, as_at)),
            dated=tuple(_dated(lines)),
            risks=tuple(row for row in risks if ids & {*row.threatens}),
        )


def _done(lines: Iterable[DeliverableLine], starts_on: date) -> Iterator[tuple[DeliverableLine, str]]:
    for line in lines:
        points = [point.words for point in line.due if point.done_on and point.done_on >= starts_on]
        if points:
            yield line, "; ".join(points)


def _next(lines: Iterable[DeliverableLine], as_at: date) -> Iterator[tuple[DeliverableLine, str]]:
    for line in lines:
        points = [
            point.words for point in line.due if not point.done_on and as_at <= point.due_on <= as_at + NEXT
        ]
        if points and line.rag != Rag.COMPLETE:
            yield line, "; ".join(points)


def _dated(lines: Iterable[DeliverableLine]) -> Iterator[DatedLine]:
    """Those whose date has moved, or whose forecast is another day than the date."""
    for line in lines:
        still = [point for point in line.due if not point.done_on]
        if not still or line.rag == Rag.COMPLETE:
            continue
        last = max(still, key=lambda point: point.due_on)
        if line.forecast_on or last.published:
            yield DatedLine(
                line,
                first=words_for_date(last.published or last.due_on, last.precision),
                due=words_for_date(last.due_on, last.precision),
                forecast=words_for_date(line.forecast_on) if line.forecast_on else "",
            )
