"""Freeze a quarter: read it at one moment, and store it as text that never changes."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from boards.models import Board
from councils.actors import Actor
from councils.models import ChangeCounter
from reporting.summaries import BoardSummary, board_facts, board_summary, changes_between
from strategies.models import ReportingPeriod
from strategies.selected_quarter import selected_quarter

from ..document import FORMAT, PackDocument, write_document
from ..last_pack import LastPack, last_pack
from ..models import Snapshot

TRIES = 5


class TooBusy(RuntimeError):
    """Data changed during every attempt to read the quarter. Trying again in a moment is enough."""


def read_quarter(
    *, board: Board, period: ReportingPeriod, by: Actor, today: date
) -> tuple[BoardSummary, LastPack | None, int]:
    """The board's summary, the last pack that it received, and the number of the latest change that is included.

    Others may commit between two queries, so a reading only counts if the change log has not grown meanwhile.
    Raises TooBusy.
    """
    selected = selected_quarter(period.label, today=today)
    for _ in range(TRIES):
        seq = _change_seq()
        facts = board_facts(board, as_at=selected.as_at)
        last = last_pack(board, period=period)
        summary = board_summary(by.council, board, selected, today=today, facts=facts)
        if _change_seq() == seq:
            return summary, last, seq
    raise TooBusy("The quarter kept changing while the snapshot was taken. Try again.")


def freeze(
    *,
    board: Board,
    period: ReportingPeriod,
    summary: BoardSummary,
    last: LastPack | None,
    change_seq: int,
    edition: int,
    now: datetime,
) -> Snapshot:
    """Store the summary as the text that this edition is printed from. Later changes to the plan do not affect it."""
    content = write_document(
        PackDocument(
            edition=edition,
            frozen_at=now,
            summary=summary,
            changes=changes_between(last.document.summary, summary) if last else (),
            changes_since=last.words if last else "",
        )
    )
    snapshot: Snapshot = Snapshot.objects.create(
        board=board,
        period=period,
        format=FORMAT,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        change_seq=change_seq,
        as_at=summary.as_at,
        frozen_at=now,
    )
    return snapshot


def _change_seq() -> int:
    return int(ChangeCounter.objects.values_list("seq", flat=True).get())
