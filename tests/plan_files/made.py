"""Plans made for the tests, as messy as real ones, each with its known answer. Everybody in them is fictional."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from file_reading.document import Document
from file_reading.files import read_file, read_pasted
from plan_files.rules.columns import proposed_mappings
from plan_files.rules.keys import fold
from plan_files.rules.review import Context, Existing, ImportedRow, KnownPerson, Review
from plan_files.rules.rows import read_rows


@dataclass(frozen=True)
class Known:
    """One row of the known answer: `due` in ISO form, leads as initials or names."""

    section: str
    title: str
    due: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    status: str = ""


@dataclass(frozen=True)
class Made:
    """A made file. `read` makes the document, `flags` are kinds of doubt that must be raised."""

    name: str
    what: str
    read: Callable[[], Document]
    answer: tuple[Known, ...]
    context: Context = field(default_factory=Context)
    flags: tuple[str, ...] = ()

    def review(self) -> Review:
        """The reading with all answers as proposed. Each file is read once."""
        return _review(self)

    def __hash__(self) -> int:
        return hash(self.name)


@cache
def _review(made: Made) -> Review:
    document = made.read()
    return read_rows(document, proposed_mappings(document), made.context)


@dataclass(frozen=True)
class Score:
    """Rows of the known answer that were found, missed and found with something wrong. `extra` are rows too many."""

    found: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    extra: tuple[str, ...]
    doubts: int


def score(made: Made) -> Score:
    """Compare the reading, with all answers as proposed, with the known answer."""
    review = made.review()
    left = list(review.rows)
    missed, wrong = [], []
    found = 0
    for known in made.answer:
        row = next((row for row in left if fold(row.title) == fold(known.title)), None)
        if row is None:
            missed.append(known.title)
            continue
        left.remove(row)
        found += 1
        if _told(row) != (fold(known.section), known.due, known.leads, known.status):
            wrong.append(f"{known.title}: {_told(row)}")
    return Score(found, tuple(missed), tuple(wrong), tuple(row.title for row in left), len(review.doubts))


def _told(row: ImportedRow) -> tuple[str, tuple[str, ...], tuple[str, ...], str]:
    return (
        fold(row.section),
        tuple(point.due_on.isoformat() for point in row.due_points),
        tuple(lead.initials or lead.name or f"? {lead.qualifier}".strip() for lead in row.leads),
        row.status,
    )


def saved(made) -> bytes:
    into = io.BytesIO()
    made.save(into)
    return into.getvalue()


def word(build) -> Callable[[], Document]:
    def read() -> Document:
        made = docx.Document()
        build(made)
        return read_file("plan.docx", saved(made))

    return read


def excel(build) -> Callable[[], Document]:
    def read() -> Document:
        book = Workbook()
        build(book)
        return read_file("plan.xlsx", saved(book))

    return read


def pasted(text: str) -> Callable[[], Document]:
    return lambda: read_pasted(text)


def table_in(made, rows):
    table = made.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return table


def shaded(cell, fill):
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{fill}"/>'))


# --- A written statement of action ---

STATEMENT_HEADER = ("Action", "Lead", "Start", "End", "Resources", "Success measure", "Progress", "RAG")


def written_statement(made):
    made.add_heading("Northmere local area written statement of action", 0)
    made.add_paragraph("This plan answers the five areas for improvement in the inspection letter.")
    made.add_heading("Area for improvement 1: Waits for assessment", 1)
    table = table_in(
        made,
        [
            STATEMENT_HEADER,
            (
                "1.1 Recruit four educational psychologists",
                "Priya Nair, Head of SEND",
                "Sept 2024",
                "31/03/2025",
                "£220k",
                "Waits below 20 weeks",
                "Two started",
                "",
            ),
            ("", "Tom Okafor (DCO)", "", "", "", "", "", ""),
            ("1.2 Publish a clear pathway", "DCO", "Oct 24", "Summer term 2025", "", "", "", ""),
            STATEMENT_HEADER,
            (
                "1.3 Weekly panel with health partners",
                "Priya Nair / Tom Okafor",
                "",
                "Ongoing",
                "",
                "",
                "",
                "",
            ),
        ],
    )
    table.cell(1, 0).merge(table.cell(2, 0))
    for column in (2, 3, 4, 5, 6, 7):
        table.cell(1, column).merge(table.cell(2, column))
    shaded(table.cell(1, 7), "92D050")
    shaded(table.cell(3, 7), "FFC000")
    shaded(table.cell(5, 7), "FF0000")
    made.add_heading("Area for improvement 2: Quality of plans", 1)
    table = table_in(
        made,
        [
            STATEMENT_HEADER,
            (
                "2.1 Audit 40 plans each term",
                "Quality team",
                "Sep 24",
                "Dec 2024; Apr 2025; Jul 2025",
                "",
                "",
                "",
                "",
            ),
            ("2.2 Train all writers of advice", "tbc", "", "by end of May 2025", "", "90% trained", "", ""),
        ],
    )
    shaded(table.cell(1, 7), "00B050")


WRITTEN_STATEMENT = Made(
    "Written statement of action",
    "Word: a heading and a table for each area, RAG as colour only, merged cells, a header in the middle",
    word(written_statement),
    (
        Known(
            "Area for improvement 1: Waits for assessment",
            "1.1 Recruit four educational psychologists",
            ("2025-03-31",),
            ("Priya Nair", "Tom Okafor"),
            "Green",
        ),
        Known(
            "Area for improvement 1: Waits for assessment",
            "1.2 Publish a clear pathway",
            ("2025-07-31",),
            ("DCO",),
            "Amber",
        ),
        Known(
            "Area for improvement 1: Waits for assessment",
            "1.3 Weekly panel with health partners",
            (),
            ("Priya Nair", "Tom Okafor"),
            "Red",
        ),
        Known(
            "Area for improvement 2: Quality of plans",
            "2.1 Audit 40 plans each term",
            ("2024-12-31", "2025-04-30", "2025-07-31"),
            ("Quality team",),
            "Green",
        ),
        Known(
            "Area for improvement 2: Quality of plans",
            "2.2 Train all writers of advice",
            ("2025-05-31",),
            ("?",),
        ),
    ),
    flags=(
        "repeated_header",
        "unreadable_date",
        "to_be_confirmed",
        "unknown_lead",
        "unknown_status",
        "several_dates",
    ),
)


# --- A highlight report ---


def highlight_report(made):
    table_in(made, [("Programme", "SEND transformation"), ("Report for", "October 2025"), ("Sponsor", "DCS")])
    made.add_paragraph("Overall the programme is amber.")
    made.add_heading("Key milestones", 2)
    table_in(
        made,
        [
            ("Ref", "Milestone", "Baseline", "Forecast", "Status", "Comments"),
            ("M1", "Business case approved", "30 Sep 2025", "30 Sep 2025", "Complete", ""),
            ("M2", "New tribunal protocol agreed", "Oct-25", "Dec-25", "Delayed", "Waiting for legal advice"),
            (
                "M3",
                "Dashboard live",
                "28/11/2025",
                "28/11/2025",
                "On track",
                "UPN A123456789012 in test data",
            ),
        ],
    )
    made.add_heading("Risks", 2)
    table_in(
        made,
        [
            ("Risk", "Likelihood", "Impact", "Mitigation", "Owner"),
            ("Too few psychologists", "4", "4", "Recruit abroad", "PN"),
            ("Budget cut", "3", "5", "Early talks with finance", "TO"),
        ],
    )


HIGHLIGHT_REPORT = Made(
    "Highlight report",
    "Word: a table of labels, milestones with baseline, forecast and status, a table of risks, a pupil's number",
    word(highlight_report),
    (
        Known("Key milestones", "Business case approved", ("2025-09-30",), (), "Complete"),
        Known("Key milestones", "New tribunal protocol agreed", ("2025-10-31",), (), "Delayed"),
        Known("Key milestones", "Dashboard live", ("2025-11-28",), (), "On track"),
    ),
    flags=("childs_number", "unknown_status"),
)


# --- Indicators by month ---


def indicators_by_month(book):
    sheet = book.active
    sheet.title = "Indicators"
    sheet.append(["Ref", "Indicator", "Target", "Apr 25", "May 25", "Jun 25", "Jul 25"])
    sheet.append(["KPI 1", "EHC plans issued in 20 weeks", "60%", 0.412, 0.44, 0.47, None])
    sheet.append(["KPI 2", "Requests for assessment", "", 61, 72, 58, None])


INDICATORS_BY_MONTH = Made(
    "Indicators by month",
    "Excel: indicators with a column for each month. None is a deliverable",
    excel(indicators_by_month),
    (),
)


# --- Merged cells and repeated headers ---


def merged_and_repeated(made):
    header = ("No.", "What will we do?", "Who?", "By when?", "How will we know?", "BRAG")
    made.add_heading("SEND improvement plan", 1)
    for page, (title, rows) in enumerate(
        {
            "Priority 1: Early help": [
                ("1", "Open a helpline for parents", "JD", "Jan 2026", "500 calls a month", "G"),
                (
                    "2",
                    "Train 30 key workers, with refresher\ncourses each year",
                    "JD & HP",
                    "Mar 2026",
                    "",
                    "A",
                ),
            ],
            "Priority 2: Inclusion": [
                (
                    "1",
                    "Agree what schools ordinarily provide",
                    "Cllr Ann Reed",
                    "Feb 2026",
                    "Signed by all schools",
                    "B",
                ),
                ("2", "Moderate decisions between schools", "HP", "", "", ""),
            ],
        }.items()
    ):
        table = table_in(made, [header, (title, "", "", "", "", ""), *rows])
        table.cell(1, 0).merge(table.cell(1, 5))
        if page == 0:
            made.add_page_break()


MERGED_AND_REPEATED = Made(
    "Merged cells, headers on each page",
    "Word: the section is a row merged over the table, and each page has the header again",
    word(merged_and_repeated),
    (
        Known("Priority 1: Early help", "Open a helpline for parents", ("2026-01-31",), ("JD",), "G"),
        Known(
            "Priority 1: Early help",
            "Train 30 key workers, with refresher courses each year",
            ("2026-03-31",),
            ("JD", "HP"),
            "A",
        ),
        Known(
            "Priority 2: Inclusion",
            "Agree what schools ordinarily provide",
            ("2026-02-28",),
            ("Cllr Ann Reed",),
            "B",
        ),
        Known("Priority 2: Inclusion", "Moderate decisions between schools", (), ("HP",)),
    ),
    flags=("undated", "unknown_status", "unknown_lead"),
)


# --- Two tables side by side ---


def side_by_side(book):
    sheet = book.active
    sheet.title = "Sheet1"
    sheet.append(["Children", None, None, None, "Young people"])
    sheet.append(["Action", "Lead", "Due", None, "Action", "Owner", "Target date"])
    sheet.append(
        [
            "Review short breaks",
            "AB",
            date(2026, 1, 31),
            None,
            "Map supported internships",
            "CD",
            date(2026, 2, 1),
        ]
    )
    sheet.append(
        ["Publish the offer", "AB", "Easter 2026", None, "Start a travel scheme", "CD/EF", date(2026, 6, 30)]
    )
    sheet.append([None, None, None, None, "Open a job coach service", "EF", "Q2 2026/27"])
    sheet["G5"].number_format = "mmm-yy"


SIDE_BY_SIDE = Made(
    "Two tables side by side",
    "Excel: two tables with an empty column between them, a title above each, dates in several forms",
    excel(side_by_side),
    (
        Known("Children", "Review short breaks", ("2026-01-31",), ("AB",)),
        Known("Children", "Publish the offer", ("2026-04-30",), ("AB",)),
        Known("Young people", "Map supported internships", ("2026-02-01",), ("CD",)),
        Known("Young people", "Start a travel scheme", ("2026-06-30",), ("CD", "EF")),
        Known("Young people", "Open a job coach service", ("2026-09-30",), ("EF",)),
    ),
    flags=("unreadable_date",),
)


# --- Blocks of labels ---


def cards(made):
    made.add_heading("Our promises for 2026", 1)
    table = made.add_table(2, 2)
    table.cell(0, 0).text = "Clear information\nDue: May 26 / Lead: AB / Success: 80% say it is clear"
    table.cell(0, 1).text = "One point of contact\nDue: June 26 / Lead: CD, EF / Success: fewer complaints"
    table.cell(1, 0).text = "Due: July 26 / Lead: GH / Success: shorter waits for therapy"
    table.cell(1, 1).text = "Plans in good time\nLead: AB\nDue: tbc\nSuccess: 20 weeks"


CARDS = Made(
    "Cards",
    "Word: a grid of cards with labels (Due, Lead, Success), one of them without a title",
    word(cards),
    (
        Known("Our promises for 2026", "Clear information", ("2026-05-31",), ("AB",)),
        Known("Our promises for 2026", "One point of contact", ("2026-06-30",), ("CD", "EF")),
        Known("Our promises for 2026", "shorter waits for therapy", ("2026-07-31",), ("GH",)),
        Known("Our promises for 2026", "Plans in good time", (), ("AB",)),
    ),
    flags=("empty_title", "to_be_confirmed"),
)

LABEL_BLOCKS = Made(
    "Blocks of labels",
    "Pasted text: a title, then a line of labels, under two headings",
    pasted(
        "# Strand 1: Voice\n\nSet up a young people's panel\nDue: May 25 / Lead: AB / Success: meets monthly\n\n"
        "Pay experts by experience\nDue: 1 September 2025 / Lead: CD\n\n# Strand 2: Health\n\n"
        "Cut waits for speech therapy\nLead: EF; GH / Due: Dec 25 / Success: 12 weeks\n"
    ),
    (
        Known("Strand 1: Voice", "Set up a young people's panel", ("2025-05-31",), ("AB",)),
        Known("Strand 1: Voice", "Pay experts by experience", ("2025-09-01",), ("CD",)),
        Known("Strand 2: Health", "Cut waits for speech therapy", ("2025-12-31",), ("EF", "GH")),
    ),
)

ONE_CELL_A_LINE = Made(
    "One cell a line",
    "Pasted text: a table from a PDF with each cell on a line of its own, empty cells lost",
    pasted(
        "Delivery plan\n\nRef\nAction\nLead\nBy when\nRAG\n1\nAgree the sufficiency strategy\nAB\nMar 26\nGreen\n"
        "2\nCommission forty places\nin resourced provision\nCD/EF\nSep 26\n3\n"
        "Review home to school transport\nApr 26\nAmber\n"
        "4\nOpen the new special school\nGH\nSep 27\nRed\n"
    ),
    (
        Known("Delivery plan", "Agree the sufficiency strategy", ("2026-03-31",), ("AB",), "Green"),
        Known(
            "Delivery plan", "Commission forty places in resourced provision", ("2026-09-30",), ("CD", "EF")
        ),
        Known("Delivery plan", "Review home to school transport", ("2026-04-30",), (), "Amber"),
        Known("Delivery plan", "Open the new special school", ("2027-09-30",), ("GH",), "Red"),
    ),
)


# --- An inspection report and its next release ---


def inspection_report(made, second="Northmere Integrated Care Board"):
    made.add_heading("Areas for priority action", 1)
    table_in(
        made,
        [
            ("Responsible body", "Areas for priority action"),
            (
                "Northmere County Council and Northmere ICB",
                "Leaders should act urgently to reduce the time that children wait for an assessment by",
            ),
        ],
    )
    made.add_page_break()
    table_in(
        made,
        [
            ("Responsible body", "Areas for priority action"),
            ("", "an educational psychologist."),
            ("Northmere County Council", "Leaders should improve the quality of annual reviews."),
            (second, "Leaders should make sure that health advice is timely."),
            ("Northmere ICB", "Leaders should close gaps in the neurodevelopmental pathway."),
        ],
    )


INSPECTION_REPORT = Made(
    "Inspection report",
    "Word: responsible body and area for priority action, a row broken over pages, one body spelt in two ways",
    word(inspection_report),
    (
        Known(
            "Areas for priority action",
            "Leaders should act urgently to reduce the time that children wait for an assessment by an educational "
            "psychologist",
        ),
        Known("Areas for priority action", "Leaders should improve the quality of annual reviews"),
        Known("Areas for priority action", "Leaders should make sure that health advice is timely"),
        Known("Areas for priority action", "Leaders should close gaps in the neurodevelopmental pathway"),
    ),
    flags=("broken_row", "organisation_spelt"),
)

NEXT_RELEASE = Made(
    "Its next release",
    "The same table again: two rows as before, one reworded, one new, one gone",
    pasted(
        "Areas for priority action\n\n| Responsible body | Areas for priority action |\n|--|--|\n"
        "| Northmere County Council | Leaders should improve the quality of annual reviews. |\n"
        "| Northmere ICB | Leaders should make sure that all health advice is timely. |\n"
        "| Northmere ICB | Leaders should close gaps in the neurodevelopmental pathway. |\n"
        "| Northmere County Council | Leaders should strengthen transitions at sixteen. |\n"
    ),
    (
        Known("Areas for priority action", "Leaders should improve the quality of annual reviews"),
        Known("Areas for priority action", "Leaders should make sure that all health advice is timely"),
        Known("Areas for priority action", "Leaders should close gaps in the neurodevelopmental pathway"),
        Known("Areas for priority action", "Leaders should strengthen transitions at sixteen"),
    ),
    context=Context(
        sections=("Areas for priority action",),
        existing=(
            Existing("d1", "Leaders should reduce waits", "Areas for priority action"),
            Existing(
                "d2", "Leaders should improve the quality of annual reviews", "Areas for priority action"
            ),
            Existing(
                "d3", "Leaders should make sure that health advice is timely", "Areas for priority action"
            ),
            Existing(
                "d4",
                "Leaders should close gaps in the neurodevelopmental pathway",
                "Areas for priority action",
            ),
        ),
    ),
    flags=("same_as",),
)


# --- Spreadsheets and text in other shapes ---

SEMICOLONS = Made(
    "CSV with semicolons",
    "CSV in Windows letters, separated by semicolons, with lines above the header and a key below the table",
    lambda: read_file(
        "plan.csv",
        (
            "Northmere – SEND plan;;;;\nOwner;Priya Nair;;;\n;;;;\n"
            "Theme;Milestone;Responsible officer;Deadline;Status\n"
            "Café culture;Open a café run by students;AB;30.09.2025;In progress\n"
            ";Sell its cakes in schools;CD;Dec 25;Not started\n"
            'Sport;"Start a league; with finals";AB and CD;2026;Done\n;;;;\n'
            "Key: in progress means on time;;;;\n"
        ).encode("cp1252"),
    ),
    (
        Known("Café culture", "Open a café run by students", ("2025-09-30",), ("AB",), "In progress"),
        Known("Café culture", "Sell its cakes in schools", ("2025-12-31",), ("CD",), "Not started"),
        Known("Sport", "Start a league; with finals", ("2026-12-31",), ("AB", "CD"), "Done"),
    ),
    flags=("unknown_status",),
)


def several_sheets(book):
    cover = book.active
    cover.title = "Cover"
    cover.append(["SEND strategy 2025 to 2028"])
    cover.append(["Version", 3])
    for title, rows in {
        "1 Voice": [("1.1", "Elect a parent co-chair", "J Smith", date(2025, 9, 30), 1, "Complete")],
        "2 Health": [
            ("2.1", "Joint dashboard", "Amir Khan", date(2025, 12, 1), 0.5, "Blue"),
            ("2.2", "Joint dashboard", "Amir Khan", date(2025, 12, 1), 0.5, "Blue"),
            ("2.10", "Therapy review", "Amir Kahn", date(2031, 1, 1), 0.25, "75%"),
        ],
    }.items():
        sheet = book.create_sheet(title)
        sheet.append(["Ref", "Deliverable", "Lead officer", "Due date", "% complete", "Status"])
        for row in rows:
            sheet.append(row)
            sheet.cell(sheet.max_row, 4).number_format = "mmm yyyy" if row[0] == "2.10" else "dd/mm/yyyy"
            sheet.cell(sheet.max_row, 5).number_format = "0%"
        sheet.cell(2, 6).fill = PatternFill("solid", fgColor="FF0000FF")
    book["2 Health"].sheet_state = "hidden"


SEVERAL_SHEETS = Made(
    "Several sheets",
    "Excel: a cover, a sheet for each strand, one hidden, real dates, percentages, a row twice, a misspelt name",
    excel(several_sheets),
    (
        Known("1 Voice", "Elect a parent co-chair", ("2025-09-30",), ("J Smith",), "Complete"),
        Known("2 Health", "Joint dashboard", ("2025-12-01",), ("Amir Khan",), "Blue"),
        Known("2 Health", "Therapy review", ("2031-01-31",), ("Amir Kahn",), "75%"),
    ),
    context=Context(
        people=(KnownPerson("p1", "Amir Khan"), KnownPerson("p2", "Jo Smith")),
        starts_on=date(2025, 4, 1),
        ends_on=date(2028, 3, 31),
    ),
    flags=("duplicate", "outside_plan", "unknown_lead", "unknown_status"),
)

QUOTED_CELLS = Made(
    "Cells with line breaks",
    "Pasted from a spreadsheet: tabs, cells in quotation marks with line breaks, columns in another order",
    pasted(
        "By whom\tTimescale\tActivity\tImpact measure\n"
        'AB\tJul-25\t"Write a guide\nfor parents\n• easy read\n• five languages"\t"1,000 copies"\n'
        '"CD\nEF"\tSept 25\tRun four workshops\t\n'
    ),
    (
        Known("Deliverables", "Write a guide for parents", ("2025-07-31",), ("AB",)),
        Known("Deliverables", "Run four workshops", ("2025-09-30",), ("CD", "EF")),
    ),
    flags=("no_section",),
)

NO_HEADER = Made(
    "No header",
    "Pasted rows without a header: what the cells hold says which column is which",
    pasted(
        "1\tPublish the accessibility strategy for all schools\tAB\tFeb 26\n"
        "2\tReview the banding of top-up funding with heads\tCD\tMay 26\n"
        "3\tStart a forum for governors with SEND duties\tAB/CD\tJul 26\n"
    ),
    (
        Known("Deliverables", "Publish the accessibility strategy for all schools", ("2026-02-28",), ("AB",)),
        Known("Deliverables", "Review the banding of top-up funding with heads", ("2026-05-31",), ("CD",)),
        Known("Deliverables", "Start a forum for governors with SEND duties", ("2026-07-31",), ("AB", "CD")),
    ),
    flags=("no_section",),
)


def tracked_and_nested(made):
    made.add_heading("Workstream A: Sufficiency", 1)
    outer = made.add_table(1, 1)
    cell = outer.cell(0, 0)
    cell.text = "The actions of this workstream:"
    inner = cell.add_table(0, 3)
    for row in [
        ("Action", "Lead", "When"),
        ("Forecast places to 2030", "AB", "Nov 2025"),
        ("Consult on two new bases", "CD", "Jan 2026"),
    ]:
        for target, text in zip(inner.add_row().cells, row, strict=True):
            target.text = text
    paragraph = inner.cell(1, 0).paragraphs[0]
    deleted = OxmlElement("w:del")
    run = OxmlElement("w:r")
    gone = OxmlElement("w:delText")
    gone.text = " and beyond"
    run.append(gone)
    deleted.append(run)
    paragraph._p.append(deleted)
    control = OxmlElement("w:sdt")
    content = OxmlElement("w:sdtContent")
    control.append(content)
    row = inner.rows[2]._tr
    date_cell = row.findall(qn("w:tc"))[2]
    row.replace(date_cell, control)
    content.append(date_cell)


TRACKED_AND_NESTED = Made(
    "A table in a table",
    "Word: the plan is in a table within a cell, with a deletion that is tracked and a date in a content control",
    word(tracked_and_nested),
    (
        Known("Workstream A: Sufficiency", "Forecast places to 2030", ("2025-11-30",), ("AB",)),
        Known("Workstream A: Sufficiency", "Consult on two new bases", ("2026-01-31",), ("CD",)),
    ),
)

DAMAGED_TEXT = Made(
    "Damaged text",
    "Pasted text: rows shifted left and right, Cyrillic letters, words run together, a title cut in two",
    pasted(
        "Targeted support\n\nOutcome\tMeasure\tMilestone\tRAG\tBy when\tLead\tReporting\n"
        "Children are\tSurvey\tA toolkit for schools is written and shared with every setting\t\tJan 26\tНР\tAB\n"
        "supported early\tA guide to early support is printed for families in the county\t\tMar 26\tCD\tEF\t\n"
        "\t\t\tA panel that meets each week is set up with partners from health\t\tApr 26\tCD\n"
        "Young people find work\tNumber in work\tInternships are offered by ten employers and\t\tSep 26\tEF\t\n"
        "\t\tmonitored each term by the board\t\t\t\t\n"
        "\t\tSee the Autism Strategy\t\t\ttbc\t\n"
    ),
    (
        Known(
            "Targeted support",
            "A toolkit for schools is written and shared with every setting",
            ("2026-01-31",),
            ("HP",),
        ),
        Known(
            "Targeted support",
            "A guide to early support is printed for families in the county",
            ("2026-03-31",),
            ("CD",),
        ),
        Known(
            "Targeted support",
            "A panel that meets each week is set up with partners from health",
            ("2026-04-30",),
            ("CD",),
        ),
        Known(
            "Targeted support",
            "Internships are offered by ten employers and monitored each term by the board",
            ("2026-09-30",),
            ("EF",),
        ),
        Known("Targeted support", "See the Autism Strategy", (), ("?",)),
    ),
    flags=(
        "shifted",
        "look_alike",
        "broken_row",
        "outcome_spread",
        "refers_elsewhere",
        "to_be_confirmed",
        "undated",
    ),
)


# --- Records, and a plan about money ---


def records(made):
    made.add_heading("Priority 3: Preparing for adulthood", 1)
    for rows in (
        [("Action", "Open a job club"), ("Lead officer", "AB"), ("Due date", "Oct 2025"), ("RAG", "Green")],
        [
            ("Action", "Map supported housing"),
            ("Lead officer", "CD"),
            ("Due date", "Autumn term 2025"),
            ("RAG", ""),
        ],
    ):
        table_in(made, rows)
        made.add_paragraph("")


RECORDS = Made(
    "Records",
    "Word: a small table for each action, with labels on the left and texts on the right",
    word(records),
    (
        Known("Priority 3: Preparing for adulthood", "Open a job club", ("2025-10-31",), ("AB",), "Green"),
        Known("Priority 3: Preparing for adulthood", "Map supported housing", ("2025-12-31",), ("CD",)),
    ),
    flags=("unreadable_date",),
)


def money(book):
    sheet = book.active
    sheet.title = "DSG management plan"
    sheet.append(
        [
            "Ref",
            "Workstream",
            "Action",
            "Saving 25/26",
            "Saving 26/27",
            "Owner",
            "Deadline",
            "RAG Q1",
            "RAG Q2",
        ]
    )
    sheet.append(
        ["1", "Sufficiency", "Open a base at Oak School", 100, 250, "AB", "Sep-25", "Amber", "Green"]
    )
    sheet.append(
        ["2", "", "Review top-up funding", 50, 60, "Director of Education", "From Apr 2026", "Red", "Red"]
    )
    sheet.append(["", "", "Total", 150, 310, "", "", "", ""])


MONEY = Made(
    "A plan about money",
    "Excel: savings by year, a RAG column for each quarter, an empty cell for the same workstream, a row of totals",
    excel(money),
    (
        Known("Sufficiency", "Open a base at Oak School", ("2025-09-30",), ("AB",), "Green"),
        Known("Sufficiency", "Review top-up funding", ("2026-04-30",), ("Director of Education",), "Red"),
    ),
    flags=("totals", "unreadable_date"),
)

ALL = (
    WRITTEN_STATEMENT,
    HIGHLIGHT_REPORT,
    INDICATORS_BY_MONTH,
    MERGED_AND_REPEATED,
    SIDE_BY_SIDE,
    CARDS,
    LABEL_BLOCKS,
    ONE_CELL_A_LINE,
    INSPECTION_REPORT,
    NEXT_RELEASE,
    SEMICOLONS,
    SEVERAL_SHEETS,
    QUOTED_CELLS,
    NO_HEADER,
    TRACKED_AND_NESTED,
    DAMAGED_TEXT,
    RECORDS,
    MONEY,
)
