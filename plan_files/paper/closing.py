"""Chapters after the strands: measures of success, the performance framework, and references."""

from __future__ import annotations

from collections.abc import Iterable

from core.paper.blocks import Block, Cell, Column, Heading, Points, Row, Table, line
from core.words import plural
from strategies.models import Reference
from strategies.plan import PlanAsPublished

KINDS = {Reference.Kind.LAW.label: Reference.Kind.LAW.label}
"""Kinds whose word stands for many as it is."""


def success_blocks(plan: PlanAsPublished) -> Iterable[Block]:
    """The success matrix: a row for each theme, a column for each question."""
    if not plan.success:
        return
    questions = plan.success_questions
    width = 80 // len(questions)
    yield Heading(1, "Measures of success")
    yield Table(
        "Success matrix",
        (Column("Theme", 100 - width * len(questions)), *(Column(each, width) for each in questions)),
        tuple(
            Row(
                (
                    line(theme.head["theme"]),
                    *(
                        Cell((cell["horizon"],) if cell["horizon"] else (), tuple(cell["items"]))
                        if cell["items"] or cell["horizon"]
                        else line("")
                        for cell in theme.lines
                    ),
                )
            )
            for theme in plan.success
        ),
    )


def framework_blocks(plan: PlanAsPublished) -> Iterable[Block]:
    """The inspection questions, and the questions for each need."""
    if not plan.framework:
        return
    yield Heading(1, "Performance framework")
    questions = [each for cell in plan.framework_questions for each in cell.questions]
    if questions:
        yield Points(tuple(questions))
    if cells := plan.framework_cells:
        yield Table(
            "Questions for each need",
            (Column("Need", 26), Column("Level", 16), Column("Questions", 58)),
            tuple(
                Row((line(cell.need), line(cell.get_kind_display()), Cell((), tuple(cell.questions))))
                for cell in cells
            ),
        )


def reference_blocks(plan: PlanAsPublished) -> Iterable[Block]:
    """Principles, laws, initiatives and linked strategies."""
    if not plan.references:
        return
    yield Heading(1, "References")
    for kind, references in plan.references.items():
        yield Heading(2, KINDS.get(kind) or plural(kind))
        yield Points(tuple(each.text for each in references))
