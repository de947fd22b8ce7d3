"""Freeze a quarter: read it at one moment, and store it as text that never changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from boards.models import Board
from councils.actors import Actor
from councils.models import ChangeCounter
from indicators.small_numbers import hidden_outside
from reporting.summaries import BoardSummary, board_facts, board_summary, changes_between
from strategies.models import ReportingPeriod
from strategies.selected_quarter import selected_quarter

from ..branding import branding_of
from ..comparison import comparison_of
from ..document import (
    FORMAT,
    Branding,
    ComparedLine,
    PackDocument,
    Trend,
    UsualVariation,
    write_document,
)
from ..last_pack import LastPack, last_pack
from ..models import Snapshot
from ..trends import trends_of
from ..usual_variation import variation_of

TRIES = 5


class TooBusy(RuntimeError):
    """Data changed during every attempt to read the quarter. Trying again in a moment is enough."""


@dataclass(frozen=True, slots=True)
class QuarterReading:
    """A board's quarter, read at one moment: the change log's last number then is `change_seq`.

    `last` is the pack that the board last received.
    """

    summary: BoardSummary
    trends: tuple[Trend, ...]
    variation: UsualVariation
    comparison: tuple[ComparedLine, ...]
    branding: Branding
    last: LastPack | None
    change_seq: int

    def is_what_was_frozen_in(self, document: PackDocument) -> bool:
        """True if a new edition would say the same. A document without one of the parts is older than that part."""
        return (
            document.summary == self.summary
            and document.trends in (None, self.trends)
            and document.variation in (None, self.variation)
            and document.comparison in (None, self.comparison)
        )


def read_quarter(*, board: Board, period: ReportingPeriod, by: Actor, today: date) -> QuarterReading:
    """Read everything that the board's pack will hold. Small numbers are left out here, so no snapshot holds them.

    Others may commit between two queries, so a reading only counts if the change log has not grown meanwhile.
    Raises TooBusy.
    """
    selected = selected_quarter(period.label, today=today)
    for _ in range(TRIES):
        seq = _change_seq()
        facts = board_facts(board, as_at=selected.as_at)
        last = last_pack(board, period=period)
        hidden = hidden_outside(by.council)
        summary = board_summary(by.council, board, selected, today=today, facts=facts, hidden=hidden)
        trends, variation = trends_of(summary, hidden=hidden), variation_of(summary, hidden=hidden)
        comparison = comparison_of(summary, by.council, hidden=hidden)
        if _change_seq() == seq:
            branding = branding_of(by.council)
            return QuarterReading(summary, trends, variation, comparison, branding, last, seq)
    raise TooBusy("The quarter kept changing while the snapshot was taken. Try again.")


def freeze(
    reading: QuarterReading, *, board: Board, period: ReportingPeriod, edition: int, now: datetime
) -> Snapshot:
    """Store the quarter as the text that this edition is printed from. Later changes to the plan do not affect it."""
    summary, last = reading.summary, reading.last
    content = write_document(
        PackDocument(
            edition=edition,
            frozen_at=now,
            summary=summary,
            changes=changes_between(last.document.summary, summary) if last else (),
            changes_since=last.words if last else "",
            trends=reading.trends,
            variation=reading.variation,
            comparison=reading.comparison,
            branding=reading.branding,
        )
    )
    snapshot: Snapshot = Snapshot.objects.create(
        board=board,
        period=period,
        format=FORMAT,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        change_seq=reading.change_seq,
        as_at=summary.as_at,
        frozen_at=now,
    )
    return snapshot


def _change_seq() -> int:
    return int(ChangeCounter.objects.values_list("seq", flat=True).get())
