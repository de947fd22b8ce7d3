"""Sheets of a frozen copy for the lists of a plan that the workbook leaves out: its cover, priorities, references.

A copy is what boards approve, so it has all that the plan's page prints. They only go out, so their cells are words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plan_files.workbook.book import FIRST_ROW, Book, Column, Row, Sheet
from plan_files.workbook.cells import Kind, lines_cell
from plan_files.workbook.naming import PeopleNames
from plan_files.workbook.row_cells import Cells, row_id
from strategies.models import (
    Achievement,
    CoverRole,
    FrameworkCell,
    PlannedAction,
    PrintedPriority,
    Priority,
    Reference,
    Strategy,
    SuccessMatrixCell,
)

ID = Column("id", "Id", Kind.ID)
STRAND = Column("strand", "Strand")
CODE, TITLE, TEXT = Column("code", "Code"), Column("title", "Title"), Column("text", "Text")
HEADING = Column("heading", "Heading")

COVER = Sheet(
    "Cover",
    "role on the cover",
    "Who is named on the cover.",
    (
        ID,
        Column("role", "Role"),
        Column("board", "Board"),
        Column("person", "Person"),
        Column("post", "Post"),
    ),
)
PRIORITIES = Sheet("Priorities", "priority", "Priorities of the contents page.", (ID, STRAND, CODE, TITLE))
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
REFERENCES = Sheet("References", "reference", "What the plan refers to.", (ID, Column("kind", "Kind"), TEXT))
FRAMEWORK = Sheet(
    "Performance framework",
    "cell",
    "Questions for each need.",
    (ID, Column("kind", "Level"), Column("need", "Need"), Column("questions", "Questions", Kind.LINES)),
)
SUCCESS = Sheet(
    "Measures of success",
    "cell",
    "What success looks like.",
    (
        ID,
        Column("theme", "Theme"),
        Column("question", "Question"),
        Column("items", "Items", Kind.LINES),
        Column("horizon", "Horizon"),
    ),
)
MORE_SHEETS = (
    *(COVER, PRIORITIES, PRINTED_PRIORITIES, PLANNED_ACTIONS),
    *(ACHIEVEMENTS, REFERENCES, FRAMEWORK, SUCCESS),
)


def more_of(strategy: Strategy, names: PeopleNames) -> Book:
    """Rows of these sheets (8 queries)."""
    cover = CoverRole.objects.filter(strategy=strategy).select_related("board", "person", "post")
    printed = _in_strands(PrintedPriority, strategy).select_related("means")
    rows: dict[str, Iterable[Cells]] = {
        COVER.name: (
            {
                "role": each.get_role_display(),
                "board": each.board.name if each.board else "",
                "person": names.words.get(row_id(each.person), ""),
                "post": each.post.title if each.post else "",
                "id": row_id(each),
            }
            for each in cover
        ),
        PRIORITIES.name: (_texts(each, "code", "title") for each in _in_strands(Priority, strategy)),
        PRINTED_PRIORITIES.name: (
            {**_texts(each, "chapter", "code", "text"), "means": each.means.code if each.means else ""}
            for each in printed
        ),
        PLANNED_ACTIONS.name: (
            _texts(each, "heading", "text") for each in _in_strands(PlannedAction, strategy)
        ),
        ACHIEVEMENTS.name: (_texts(each, "heading", "text") for each in _in_strands(Achievement, strategy)),
        REFERENCES.name: (
            {"id": row_id(each), "kind": each.get_kind_display(), "text": each.text}
            for each in Reference.objects.filter(strategy=strategy)
        ),
        FRAMEWORK.name: (
            {
                "id": row_id(each),
                "kind": each.get_kind_display(),
                "need": each.need,
                "questions": lines_cell(each.questions),
            }
            for each in FrameworkCell.objects.filter(strategy=strategy)
        ),
        SUCCESS.name: (
            {
                "id": row_id(each),
                "theme": each.theme,
                "question": each.question,
                "items": lines_cell(each.items),
                "horizon": each.horizon,
            }
            for each in SuccessMatrixCell.objects.filter(strategy=strategy)
        ),
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
