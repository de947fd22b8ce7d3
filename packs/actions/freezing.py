"""A quarter frozen: read whole from one moment, and kept as text that never changes."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from boards.models import Board
from councils.access import Actor
from councils.models import ChangeCounter
from reporting.summaries import BoardSummary, board_facts, board_summary, changes_between
from strategies.models import ReportingPeriod
from strategies.summaries import selected_quarter

from ..document import FORMAT, PackDocument, write_document
from ..last_pack import LastPack, last_pack
from ..models import Snapshot

TRIES = 5


class TooBusy(RuntimeError):
    """Somebody was writing each time the quarter was read; trying again in a moment is all it needs."""


def read_quarter(
    *, board: Board, period: ReportingPeriod, by: Actor, today: date
) -> tuple[BoardSummary, LastPack | None, int]:
    """The board's summary, the paper it received last, and the number of the council's last change that it includes.

    Other people's work is committed between one query and the next, so a reading counts only if the change log has
    not moved meanwhile.
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
    """Keep the summary as the text that this edition is printed from, whatever happens to the plan afterwards."""
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
