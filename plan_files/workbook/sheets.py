"""The sheets of the workbook and their columns. In words: docs/import-export.md."""

from __future__ import annotations

from boards.models import Board
from core.periods import Precision
from councils.models import Organisation, Person
from indicators.models import Indicator
from indicators.rules import MissingCode, Polarity, Unit
from indicators.rules.formulas import Formula
from strategies.models import Strategy

from .book import Column, Sheet
from .cells import Kind
from .columns import BY_ID, LINE_EACH, PEOPLE_CELL, day_column, id_column, words_of, yes_no_column
from .list_sheets import APPROVALS, COVER, FRAMEWORK, PRIORITIES, REFERENCES, SUCCESS, VERSIONS
from .room_sheets import AREAS, EVIDENCE, LINKS, MONEY, RISKS

PERSON, POST, ORGANISATION = "Person", "Post", "Organisation"
STRAND_OUTCOME, KEY_OUTCOME = "Outcome", "Key outcome"
ROW_KINDS = (PERSON, POST, ORGANISATION)

STRATEGY = Sheet(
    "Strategy",
    "plan",
    "The cover of the plan, in one row.",
    (
        id_column("plan"),
        Column("title", "Title", width=48),
        Column("kind", "Kind", Kind.CHOICE, 14, words_of(Strategy.Kind.choices)),
        Column("summary", "Summary", width=60),
        day_column("starts_on", "Starts on"),
        day_column("ends_on", "Ends on"),
        day_column("delivery_starts_on", "Delivery starts on"),
        day_column("delivery_ends_on", "Delivery ends on"),
        Column("parent_plan", "Parent plan", width=30),
        Column("contact_text", "Contact, as printed", width=30, personal=True),
        Column("contributors", "Contributors", width=40, hint=LINE_EACH),
        Column("strand_noun", "Word for a strand", width=18, hint="Such as Section.", default="Strand"),
        Column(
            "deliverable_noun",
            "Word for a deliverable",
            width=18,
            hint="Such as Milestone.",
            default="Deliverable",
        ),
    ),
)
STRANDS = Sheet(
    "Strands",
    "strand",
    "The main parts of the plan, in order.",
    (
        id_column("strand"),
        Column("code", "Code", width=8),
        Column("title", "Title", width=40),
        Column("aliases", "Other titles", Kind.LINES, 40, hint=LINE_EACH),
        Column("long_term_plan", "Long-term plan", width=60),
    ),
)
OUTCOMES = Sheet(
    "Outcomes",
    "outcome",
    "Outcomes of the strands with their measures, and key outcomes of the plan with their improvement statements.",
    (
        id_column("outcome"),
        Column("kind", "Kind", Kind.CHOICE, 14, (STRAND_OUTCOME, KEY_OUTCOME)),
        Column(
            "strand", "Strand", width=8, lists=("Strands", "code"), hint="Its code. Empty for a key outcome."
        ),
        Column("number", "Number", width=8, hint="Of a key outcome."),
        Column("title", "Title", width=60),
        yes_no_column(
            "is_query", "Open question", "Yes if the text is an editor’s question, not yet an outcome."
        ),
        Column(
            "lines", "Measures", Kind.LINES, 60, hint=f"{LINE_EACH} For a key outcome: 1.1 | the statement."
        ),
        Column("source_text", "As printed", width=40),
    ),
)
DELIVERABLES = Sheet(
    "Deliverables",
    "deliverable",
    "What is to be done, in the order of the plan. Dates are on the sheet Due points.",
    (
        id_column("deliverable"),
        Column("strand", "Strand", width=8, lists=("Strands", "code"), hint="Its code."),
        Column("number", "Number", width=8),
        Column("title", "Title", width=60),
        Column("detail", "Details", Kind.LINES, 40, hint=LINE_EACH),
        Column("outcome", "Outcome", width=40, hint="The title of an outcome of the strand."),
        Column("refers_to", "See", width=20, hint="Another plan that it refers to."),
        Column("leads", "Leads", width=24, hint=PEOPLE_CELL),
        Column("alternates", "Alternates", width=16, hint=PEOPLE_CELL),
        Column("reporting", "Reporting to", width=20, hint=PEOPLE_CELL),
        Column("accountable", "Accountable organisation", width=24, lists=("People", "name")),
        Column("accountable_person", "Accountable person", width=20, hint="Initials or full name."),
        Column("printed_number", "Number as printed", width=10),
        Column("printed_by_when", "Date as printed", width=18),
        Column("printed_lead", "Lead as printed", width=18),
        Column("printed_reporting", "Reporting to as printed", width=18),
        Column("printed_more", "More as printed", width=18, hint="Further cells as printed, as JSON."),
    ),
)
DUE_POINTS = Sheet(
    "Due points",
    "due point",
    "When each deliverable is due. One with several dates has several rows, in order.",
    (
        id_column("due point"),
        Column("deliverable", "Deliverable", Kind.ID, 14, hint=BY_ID),
        Column("of", "Of", width=40, aside=True),
        Column("label", "Label", width=14, hint="Such as i) or launch."),
        day_column("due_on", "Due date", "For a month or a year, its last day."),
        Column(
            "precision",
            "Precision",
            Kind.CHOICE,
            10,
            tuple(each.word for each in Precision),
            default=Precision.DAY.word,
        ),
        Column("source_text", "Date as printed", width=18),
        day_column("original_due_on", "Original date", "The date when it was first set. It never changes."),
        day_column("done_on", "Done on", "Taken for new rows. For others, record an update."),
    ),
)
PEOPLE = Sheet(
    "People",
    "person",
    "Organisations, people and posts of the local area: who leads, reports and answers.",
    (
        id_column("row"),
        Column("row_kind", "Kind", Kind.CHOICE, 14, ROW_KINDS),
        Column("initials", "Initials", width=10, hint="Of a person, or the abbreviation of an organisation."),
        Column("name", "Name", width=36, hint="Full name, title of the post or name of the organisation."),
        Column("organisation", "Organisation", width=30, lists=("People", "name")),
        Column(
            "organisation_kind", "Kind of organisation", Kind.CHOICE, 20, words_of(Organisation.Kind.choices)
        ),
        Column("holder", "Holder of the post", width=20, hint="Initials or full name of the person."),
        Column("state", "State", Kind.CHOICE, 16, words_of(Person.State.choices), aside=True),
        Column("email", "Email address", width=28, personal=True),
        Column("telephone", "Telephone number", width=18, personal=True),
        Column("left_on", "Left on", Kind.DAY, 14, aside=True),
    ),
)
INDICATORS = Sheet(
    "Indicators",
    "indicator",
    "Rows of the indicator tables, in order.",
    (
        id_column("indicator"),
        Column("set", "Table", Kind.CHOICE, 18, words_of(Indicator.Set.choices)),
        Column(
            "key_outcome",
            "Key outcome",
            width=24,
            hint="Number or title of a key outcome, in the main table.",
        ),
        Column("group", "Heading", width=18),
        Column("label", "Label", width=8),
        Column("corrected_label", "Corrected label", width=8),
        Column("parent", "Row above", Kind.ID, 14, hint=f"For a sub-row. {BY_ID}"),
        Column("above", "Rows above", width=30, aside=True),
        Column("title", "Title", width=50),
        Column("kind", "Kind", Kind.CHOICE, 14, words_of(Indicator.Kind.choices)),
        Column("unit", "Unit", Kind.CHOICE, 16, tuple(each.word for each in Unit)),
        Column("polarity", "Direction", Kind.CHOICE, 16, tuple(each.word for each in Polarity)),
        Column("basis", "Kind of period", Kind.CHOICE, 16, words_of(Indicator.Basis.choices)),
        Column("breakdown", "Breakdown", width=20),
        Column("breakdown_code", "Code of the breakdown", width=14),
        Column("comparator", "Compared with", width=20),
        Column("decimals", "Decimals", Kind.NUMBER, 10),
        Column("source", "Source", width=30),
        day_column("next_value_due_on", "Next value due"),
        Column("default_tolerance", "Tolerance", Kind.NUMBER, 10),
        yes_no_column("is_contextual", "Contextual"),
        yes_no_column("is_headline", "Headline"),
        Column("feedback_sources", "Feedback sources", Kind.LINES, 30, hint=LINE_EACH),
        day_column("ended_on", "Ended on"),
        Column("replaced_by", "Replaced by", Kind.ID, 14, hint=BY_ID),
        Column("owner", "Owner", width=20, hint="Initials, full name or title of a post."),
        Column("formula", "Formula", Kind.CHOICE, 20, tuple(each.word for each in Formula)),
        Column("formula_rows", "Rows of the formula", Kind.LINES, 14, hint=f"{BY_ID} {LINE_EACH}"),
    ),
)
OF_A_PERIOD = (
    Column("indicator", "Indicator", Kind.ID, 14, hint=BY_ID),
    Column("of", "Of", width=50, aside=True),
    Column(
        "period",
        "Period",
        width=14,
        hint="2016-17-Q1, 2016-04, FY2016-17, AY2016-17, CY2016 or 2016-03-31.",
    ),
)
"""Columns of what an indicator has for a period."""

TARGETS = Sheet(
    "Targets",
    "target",
    "What each indicator should reach by the end of a period.",
    (
        id_column("target"),
        *OF_A_PERIOD,
        Column("label", "Label", width=14),
        Column("value", "Target", Kind.NUMBER, 12),
        Column("tolerance", "Tolerance", Kind.NUMBER, 12),
        Column("borrowed_from", "Taken from", width=20),
        yes_no_column("sample", "Sample"),
    ),
)
READINGS = Sheet(
    "Readings",
    "reading",
    "Values of the indicators. Worked-out values are shown, and are worked out again.",
    (
        id_column("reading"),
        *OF_A_PERIOD,
        Column("value", "Value", Kind.NUMBER, 12),
        Column("numerator", "Numerator", Kind.NUMBER, 12),
        Column("denominator", "Denominator", Kind.NUMBER, 12),
        Column(
            "missing_code",
            "Code",
            Kind.CHOICE,
            8,
            tuple(each.value for each in MissingCode),
            hint="; ".join(f"{each.value}: {each.word}" for each in MissingCode),
        ),
        Column("text", "In words", width=40),
        yes_no_column("provisional", "Provisional"),
        Column("note", "Note", width=30),
        Column("sources", "Sources", Kind.LINES, 30, hint=LINE_EACH),
        yes_no_column("sample", "Sample"),
        yes_no_column("derived", "Worked out"),
    ),
)
BOARDS = Sheet(
    "Boards",
    "board",
    "Boards and groups of the local area, and what they oversee of this plan.",
    (
        id_column("board"),
        Column("name", "Name", width=40),
        Column("aliases", "Other names", Kind.LINES, 30, hint=LINE_EACH),
        Column("kind", "Kind", Kind.CHOICE, 16, words_of(Board.Kind.choices)),
        Column("purpose", "Purpose", width=50),
        Column(
            "parents",
            "Reports to",
            Kind.LINES,
            40,
            hint="Name of a board, then “(to confirm)” if it was inferred, then | and a note. " + LINE_EACH,
        ),
        yes_no_column("whole_plan", "Oversees the whole plan"),
        Column("strands", "Oversees strands", Kind.LINES, 12, hint=f"Codes of strands. {LINE_EACH}"),
        Column(
            "deliverables",
            "Oversees deliverables",
            Kind.LINES,
            14,
            hint=f"Single ones, by their ids on the sheet Deliverables. {LINE_EACH}",
        ),
    ),
)

PLAN_SHEETS = (
    *(STRATEGY, COVER, VERSIONS, APPROVALS, STRANDS, PRIORITIES, OUTCOMES, DELIVERABLES, DUE_POINTS),
    *(PEOPLE, INDICATORS, TARGETS, READINGS, BOARDS, REFERENCES, FRAMEWORK, SUCCESS),
)
"""What boards approve. A frozen copy of a plan has these."""
SHEETS = (*PLAN_SHEETS, LINKS, RISKS, MONEY, AREAS, EVIDENCE)
