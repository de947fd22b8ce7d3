"""What the last sheet of a workbook says about it, and what the workbook does not hold."""

from __future__ import annotations

from strategies.models import Strategy

NOT_IN_IT = (
    "planned actions and achievements of strands, and priorities as other chapters word them",
    "progress updates and ratings",
    "seats, meetings and recipients of boards",
    "columns of the indicator tables, trajectories, breaks and re-bases, and figures of other areas",
    "files of evidence, and links to deliverables of other plans or dropped ones",
)
"""What stays in sendplan. Importing a workbook leaves it as it is."""
NOT_IN_A_COPY = (
    *NOT_IN_IT[:-1],
    "risks, budget lines, evidence, areas of the inspection view, and links between deliverables",
)
"""What the workbook of a frozen copy does not hold: boards approve the plan, and the rest goes on changing."""

HOW = (
    "One row is one thing. Add rows below the last one, and leave their Id empty.",
    "Leave the ids of the other rows as they are: by them they are found again.",
    "To name a new row on another sheet, write anything into its Id column, such as new 1, and the same there.",
    "Deleting a row here removes nothing from the plan. Remove or drop it on its page.",
    "The columns Of, To, Their names, Rows above, State and Left on, and the numbers of risks, only help you to read. "
    "Nothing is taken from them.",
    "Formulas are not taken. Put their values in their place.",
    "You see every change before anything is saved, and you can undo the import for an hour.",
)
INSIDE = (
    "Figures are as they are inside the council, small numbers included, so that nothing is lost when it comes back. "
    "Do not pass this file on outside the council. The CSV and JSON files hide small numbers."
)
OUTSIDE = "Readings that count fewer than 5 people are left out, with those that would give them back."


def about_plan(strategy: Strategy, *, whole: bool) -> list[str]:
    """`whole`: with small numbers."""
    figures = INSIDE if whole else OUTSIDE
    return [
        f"Workbook of the plan {strategy.title}",
        *HOW,
        figures,
        f"Not in this workbook: {'; '.join(NOT_IN_IT)}.",
    ]


def about_template() -> list[str]:
    first = "The sheets People and Boards have those of your council. Give the plan a title on the sheet Strategy."
    return ["Empty workbook for a new plan", first, *HOW, f"Not in this workbook: {'; '.join(NOT_IN_IT)}."]
