"""Sheets of a frozen copy for what the chapters of a plan print and the workbook leaves out.

A copy is what boards approve, so it has all that the plan's page prints. They only go out, so their cells are words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plan_files.workbook.book import FIRST_ROW, Book, Column, Row, Sheet
from plan_files.workbook.cells import Kind
from plan_files.workbook.row_cells import Cells, row_id
from strategies.models import Achievement, PlannedAction, PrintedPriority, Strategy

ID = Column("id", "Id", Kind.ID)
STRAND = Column("strand", "Strand")
CODE, TEXT = Column("code", "Code"), Column("text", "Text")
HEADING = Column("heading", "Heading")

PRINTED_PRIORITIES = Sheet(
    "Priorities in the chapters",
    "printed priority",
    "Priorities as the chapters print them.",
    (ID, STRAND, Column("chapter", "Chapter"), CODE, TEXT, Column("means", "Means")),
)
PLANNED_ACTIONS = Sheet(
    "Planned actions", "planned action", "What each strand will deliver.", (ID, STRAND, HEADING, TEXT)
)
ACHIEVEMENTS = Sheet(
    "Achieved so far", "achievement", "What each strand has achieved.", (ID, STRAND, HEADING, TEXT)
)
MORE_SHEETS = (PRINTED_PRIORITIES, PLANNED_ACTIONS, ACHIEVEMENTS)


def more_of(strategy: Strategy) -> Book:
    """Rows of these sheets (3 queries)."""
    printed = _in_strands(PrintedPriority, strategy).select_related("means")
    rows: dict[str, Iterable[Cells]] = {
        PRINTED_PRIORITIES.name: (
            {**_texts(each, "chapter", "code", "text"), "means": each.means.code if each.means else ""}
            for each in printed
        ),
        PLANNED_ACTIONS.name: (
            _texts(each, "heading", "text") for each in _in_strands(PlannedAction, strategy)
        ),
        ACHIEVEMENTS.name: (_texts(each, "heading", "text") for each in _in_strands(Achievement, strategy)),
    }
    return Book(
        {
            name: [Row(each, number) for number, each in enumerate(cells, FIRST_ROW)]
            for name, cells in rows.items()
        }
    )


def _in_strands(model: Any, strategy: Strategy) -> Any:
    rows = model.objects.filter(strand__strategy=strategy).select_related("strand")
    return rows.order_by("strand__position", "strand_id", "position", "id")


def _texts(row: Any, *names: str) -> Cells:
    return {"id": row_id(row), "strand": row.strand.code, **{name: getattr(row, name) for name in names}}
