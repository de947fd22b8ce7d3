"""Sheets of what stands beside the plan: links between deliverables, risks, money, inspection areas and evidence."""

from __future__ import annotations

from deliverables.rules.links import LinkKind
from evidence.models import InspectionArea
from risks.models import Risk
from risks.rules import MOST_STEPS

from .book import Column as Col
from .book import Sheet
from .cells import Kind
from .columns import BY_ID, LINE_EACH, day_column, id_column, ids_column, names_column, words_of

STEPS = tuple(str(step) for step in range(1, MOST_STEPS + 1))
"""Steps of the longest scale that a council can have."""
MOMENTS = (("inherent", "Inherent"), ("current", "Current"), ("target", "Target"))

LINKS = Sheet(
    "Links",
    "link",
    "Links from a deliverable of the plan to another one of it.",
    (
        id_column("link"),
        Col("deliverable", "Deliverable", Kind.ID, 14, hint=BY_ID),
        Col("of", "Of", width=40, aside=True),
        Col("kind", "Kind", Kind.CHOICE, 16, tuple(each.word for each in LinkKind)),
        Col("other", "Other deliverable", Kind.ID, 14, hint=BY_ID),
        Col("to", "To", width=40, aside=True),
        Col("note", "Note", width=40),
    ),
)
RISKS = Sheet(
    "Risks",
    "risk",
    "What may keep the plan from being delivered. Likelihood and impact are steps of the council’s scale, from 1.",
    (
        id_column("risk"),
        Col("number", "Number", Kind.NUMBER, 8, aside=True, hint="A new risk gets the next one."),
        Col("title", "Title", width=40),
        Col(
            "status", "Status", Kind.CHOICE, 10, words_of(Risk.Status.choices), default=Risk.Status.OPEN.label
        ),
        Col("cause", "Cause", width=40),
        Col("event", "Event", width=40),
        Col("effect", "Effect", width=40),
        *(
            Col(f"{moment}_{what}", f"{word} {what}", Kind.NUMBER, 10, STEPS)
            for moment, word in MOMENTS
            for what in ("likelihood", "impact")
        ),
        Col("mitigation", "Mitigation", width=40),
        Col(
            "owner", "Owner", width=20, hint="Initials, full name or title of a post, as on the sheet People."
        ),
        day_column("review_on", "Next review"),
        ids_column("deliverables", "Threatens", "Deliverables"),
        names_column(),
    ),
)
MONEY = Sheet(
    "Money",
    "budget line",
    "What parts of the plan cost and save in a financial year, in pounds.",
    (
        id_column("budget line"),
        Col("name", "Name", width=40),
        Col("code", "Code", width=12),
        Col("financial_year", "Financial year", width=14, hint="Such as 2016-17."),
        Col("planned", "Planned (£)", Kind.NUMBER, 14),
        Col("spent", "Spent (£)", Kind.NUMBER, 14),
        day_column("spent_on", "Spent to"),
        Col("forecast", "Forecast (£)", Kind.NUMBER, 14),
        Col("saving", "Saving expected (£)", Kind.NUMBER, 14),
        Col("note", "Note", width=40),
        ids_column("deliverables", "Pays for", "Deliverables"),
        names_column(),
    ),
)
AREAS = Sheet(
    "Areas",
    "area",
    "What an inspection said must get better, who is accountable for it, and what answers it.",
    (
        id_column("area"),
        Col("kind", "Kind", Kind.CHOICE, 24, words_of(InspectionArea.Kind.choices)),
        Col("number", "Number", width=8, hint="As printed in the report."),
        Col("text", "Text", width=60, hint="As published."),
        Col("source", "Source", width=30, hint="Title of the inspection report."),
        day_column("source_on", "Date of the source"),
        Col("lead", "Lead partner", width=30, lists=("People", "name"), hint="Name of an organisation."),
        Col("partners", "Other accountable partners", Kind.LINES, 30, hint=f"Organisations. {LINE_EACH}"),
        Col("boards", "Boards", Kind.LINES, 30, hint=f"Boards that follow it. {LINE_EACH}"),
        Col("strands", "Strands", Kind.LINES, 10, hint=f"Codes of strands that answer it. {LINE_EACH}"),
        ids_column("deliverables", "Deliverables", "Deliverables", "What answers it"),
        ids_column("indicators", "Indicators", "Indicators", "What shows that it gets better"),
        names_column(),
    ),
)
EVIDENCE = Sheet(
    "Evidence",
    "evidence item",
    "What shows that something was done. A file stays in sendplan: its row names it, and comes back unchanged.",
    (
        id_column("evidence item"),
        Col("title", "Title", width=40),
        Col("shows", "What it shows", width=60),
        day_column("of_on", "Date that it is of"),
        Col("address", "Address", width=40, hint="Begins with https://. Empty for a file."),
        Col("file", "File", width=30, hint="A file is added and removed on the page of the plan’s evidence."),
        ids_column("deliverables", "Deliverables", "Deliverables", "What it is evidence for"),
        ids_column("indicators", "Indicators", "Indicators", "What it is evidence for"),
        ids_column("areas", "Areas", "Areas", "What it is evidence for"),
        names_column(),
    ),
)
