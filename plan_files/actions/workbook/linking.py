"""Rows that others are linked to: as stored now, by the ids of the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from deliverables.models import Deliverable
from indicators.models import Indicator

from ...workbook.book import Row
from ...workbook.cells import items_of
from ...workbook.comparing import RowChange
from .save import Save


def note_rows(save: Save, rows: Iterable[Any]) -> None:
    """Note these rows, but for those that the save has read or added already."""
    for row in rows:
        save.objects.setdefault(str(row.public_id), row)


def note_deliverables(save: Save) -> None:
    rows = Deliverable.objects.filter(strategy=save.strategy).select_related("strand", "strategy")
    note_rows(save, rows)


def note_indicators(save: Save) -> None:
    note_rows(save, Indicator.objects.filter(strategy=save.strategy))


def whole(change: RowChange) -> Row:
    """The row as it will be: with what is stored in columns that the file does not have."""
    return Row({**(change.stored.cells if change.stored else {}), **change.row.cells}, change.row.number)


def named(save: Save, cell: str) -> list[Any]:
    """Rows whose ids stand in a cell, a line each."""
    return [save.objects[key] for key in items_of(cell)]


def dropped(**linked: Any) -> list[Deliverable]:
    """Dropped deliverables that a row is linked to. The file does not have them, and they stay linked (1 query)."""
    return list(Deliverable.with_dropped.filter(**linked).exclude(dropped_on=None))
