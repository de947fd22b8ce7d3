"""Read a whole plan at one moment, and freeze it as text that never changes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from councils.models import ChangeCounter, Council
from indicators.models import Indicator
from indicators.small_numbers import hidden_outside
from plan_files.workbook.book import Book, Sheet
from plan_files.workbook.export import book_of
from plan_files.workbook.sheets import PLAN_SHEETS
from strategies.models import Strategy

from ..models import FrozenPlan
from .document import FORMAT, PlanDocument, document_of, write_document
from .more_sheets import MORE_SHEETS, more_of

ALL_SHEETS = (*PLAN_SHEETS, *MORE_SHEETS)
"""Sheets of a frozen copy: the plan's own of the workbook, and then the lists that it leaves out."""
TRIES = 5


class TooBusy(RuntimeError):
    """The plan changed during every attempt to read it. Trying again in a moment is enough."""


def plan_now(strategy: Strategy, council: Council) -> PlanDocument:
    """The plan as it is now, with all that a frozen copy holds (at most 32 queries).

    Email addresses and telephone numbers are left out: a copy stays for ever, and nobody approves them.
    """
    book = book_of(strategy, rooms=False).without_personal(PLAN_SHEETS)
    whole = Book({**book.rows, **more_of(strategy).rows})
    return document_of(_without_personal_columns(ALL_SHEETS), whole, _hidden(strategy, council, book))


def _without_personal_columns(sheets: Sequence[Sheet]) -> list[Sheet]:
    return [
        replace(sheet, columns=tuple(each for each in sheet.columns if not each.personal)) for sheet in sheets
    ]


def _hidden(strategy: Strategy, council: Council, book: Book) -> list[str]:
    """Ids of readings that are hidden outside the council (at most 3 queries)."""
    hidden = hidden_outside(council)
    if not hidden:
        return []
    ids = dict(Indicator.objects.filter(strategy=strategy).values_list("id", "public_id"))
    places = {(str(ids[key]), period) for key, period in hidden if key in ids}
    return [row.id for row in book["Readings"] if (row["indicator"], row["period"]) in places]


def freeze_plan(*, strategy: Strategy, council: Council, now: datetime) -> FrozenPlan:
    """Store the plan as it is. Raises TooBusy.

    Others may commit between two queries, so a reading only counts if the change log has not grown meanwhile.
    """
    for _ in range(TRIES):
        seq = _change_seq()
        document = plan_now(strategy, council)
        if _change_seq() == seq:
            content = write_document(document)
            frozen: FrozenPlan = FrozenPlan.objects.create(
                strategy=strategy,
                format=FORMAT,
                content=content,
                sha256=hashlib.sha256(content.encode()).hexdigest(),
                change_seq=seq,
                frozen_at=now,
            )
            return frozen
    raise TooBusy("The plan kept changing while the copy was taken. Try again.")


def _change_seq() -> int:
    return int(ChangeCounter.objects.values_list("seq", flat=True).get())
