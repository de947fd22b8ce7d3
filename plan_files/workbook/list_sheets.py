"""Sheets of the lists that a plan prints: roles on its cover, versions, approvals, priorities, references and more."""

from __future__ import annotations

from strategies.models import Approval, CoverRole, FrameworkCell, Reference

from .book import Column as Col
from .book import Sheet
from .cells import Kind
from .columns import LINE_EACH, day_column, id_column, words_of

COVER = Sheet(
    "Cover",
    "role",
    "Roles on the cover of the plan, in order: a board, or a person with the post that they hold.",
    (
        id_column("role"),
        Col("role", "Role", Kind.CHOICE, 24, words_of(CoverRole.Role.choices)),
        Col("board", "Board", width=36, lists=("Boards", "name")),
        Col("person", "Person", width=24, hint="Initials or full name, as on the sheet People."),
        Col("post", "Post", width=36, hint="Title of a post of the person, as on the sheet People."),
    ),
)
VERSIONS = Sheet(
    "Versions",
    "version",
    "Versions of the plan, in order.",
    (id_column("version"), Col("label", "Version", width=20)),
)
APPROVALS = Sheet(
    "Approvals",
    "approval",
    "Who approved each version and when, or the stage that it reached, in order.",
    (
        id_column("approval"),
        Col("version", "Version", width=20, lists=("Versions", "label")),
        Col("kind", "Kind", Kind.CHOICE, 14, words_of(Approval.Kind.choices)),
        Col("approver", "Approved by, as printed", width=36),
        Col(
            "named",
            "Who that is",
            width=36,
            hint="A board, organisation, post or person of the other sheets.",
        ),
        day_column("approved_on", "Approved on"),
    ),
)
PRIORITIES = Sheet(
    "Priorities",
    "priority",
    "Priorities of the strands, as the contents page lists them, in order.",
    (
        id_column("priority"),
        Col("strand", "Strand", width=8, lists=("Strands", "code"), hint="Its code."),
        Col("code", "Code", width=8),
        Col("title", "Title", width=60),
    ),
)
REFERENCES = Sheet(
    "References",
    "reference",
    "Principles, legislation, initiatives and linked strategies, in order.",
    (
        id_column("reference"),
        Col("kind", "Kind", Kind.CHOICE, 18, words_of(Reference.Kind.choices)),
        Col("text", "Text", width=80),
    ),
)
FRAMEWORK = Sheet(
    "Framework",
    "cell",
    "The performance framework: inspection questions, and the questions for each need.",
    (
        id_column("cell"),
        Col("kind", "Kind", Kind.CHOICE, 20, words_of(FrameworkCell.Kind.choices)),
        Col("need", "Need", width=30, hint="Empty for an inspection question."),
        Col("questions", "Questions", Kind.LINES, 60, hint=LINE_EACH),
    ),
)
SUCCESS = Sheet(
    "Success",
    "cell",
    "The success matrix: what each theme says to each question.",
    (
        id_column("cell"),
        Col("theme", "Theme", width=30),
        Col("question", "Question", width=30),
        Col("items", "Items", Kind.LINES, 60, hint=LINE_EACH),
        Col("horizon", "When", width=24),
    ),
)
