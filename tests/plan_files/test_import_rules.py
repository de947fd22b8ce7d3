"""The rules of reading a plan, with the truth tables of docs/rules/import.md."""

import pytest

from file_reading.header_words import field_name
from plan_files.rules import outcomes, status_key
from plan_files.rules.children import childs_numbers
from plan_files.rules.dates import read_dates
from plan_files.rules.doubts import DoubtKind, text_written
from plan_files.rules.fields import Field
from plan_files.rules.leads import read_lead_cell
from plan_files.rules.shifts import unshifted
from plan_files.rules.titles import split_title
from tests.plan_files.made import ALL
from tests.truth_tables import read_aloud, truth_table

HEADERS = truth_table("import", "Headers of columns")
DATES = truth_table("import", "Dates of a cell")
LEADS = truth_table("import", "Leads of a cell")
TITLES = truth_table("import", "Title and detail")
WORDS = truth_table("import", "Status words")
SHIFTED = truth_table("import", "Shifted rows")
OUTCOMES = truth_table("import", "Outcome cells")
DOUBTS = truth_table("import", "Doubts")

COLUMNS = (
    Field.OUTCOME,
    Field.MEASURE,
    Field.TITLE,
    Field.STATUS,
    Field.BY_WHEN,
    Field.LEAD,
    Field.REPORTING,
)


@pytest.mark.parametrize("row", HEADERS, ids=read_aloud)
def test_headers_of_columns(row):
    assert field_name(row["Header"]) == row["Holds"]


@pytest.mark.parametrize("row", DATES, ids=read_aloud)
def test_dates_of_a_cell(row):
    read = read_dates(row["Printed"])
    if read.to_be_confirmed:
        says = "to be confirmed"
    elif read.unreadable:
        says = f"propose {read.proposal}" if read.proposal else "cannot be read"
    else:
        says = ", ".join(f"{point.due_on} {point.precision.value}" for point in read.points) or "none"
    assert says == row["Read as"]


@pytest.mark.parametrize("row", LEADS, ids=read_aloud)
def test_leads_of_a_cell(row):
    read = read_lead_cell(row["Printed"])
    names = [
        f"{lead.initials or lead.name or '?'}{f' ({lead.qualifier})' if lead.qualifier else ''}"
        for lead in read.leads
    ]
    assert ("cannot be read" if read.unreadable else ", ".join(names) or "nobody") == row["Read as"]


@pytest.mark.parametrize("row", TITLES, ids=read_aloud)
def test_title_and_detail(row):
    title, detail = split_title(row["Printed"])
    assert title == row["Title"]
    assert "; ".join(detail) == row["Detail"]


@pytest.mark.parametrize("row", WORDS, ids=read_aloud)
def test_status_words(row):
    assert (status_key.proposed_meaning(row["Printed"]) or "only as printed") == row["Proposed"]
    percentage = (
        status_key.percent_complete(row["Printed"]) if status_key.is_percentage(row["Printed"]) else None
    )
    assert ("" if percentage is None else str(percentage)) == row["Percentage"]


def cells(text):
    return tuple("" if cell == "-" else cell for cell in text.split(" / "))


@pytest.mark.parametrize("row", SHIFTED, ids=read_aloud)
def test_shifted_rows(row):
    moved = unshifted(cells(row["Printed"]), COLUMNS)
    assert (moved[0] if moved else "as printed") == (
        "as printed" if row["Moved to"] == "as printed" else cells(row["Moved to"])
    )


@pytest.mark.parametrize("row", OUTCOMES, ids=read_aloud)
def test_outcome_cells(row):
    before = [row["Above"]] if row["Above"] else []
    read = outcomes.read_outcome_cell(row["Cell"], before, row["Measure beside it"])
    assert f"{read.part.value}, {'certain' if read.certain else 'asked'}" == row["Read as"]


@pytest.mark.parametrize("row", DOUBTS, ids=lambda row: row["Doubt"])
def test_doubts_propose_what_their_table_says(row):
    proposed = {
        "write" if text_written(doubt.proposed) else doubt.proposed.split(":")[0]
        for made in ALL
        for doubt in made.review().doubts
        if doubt.kind.word == row["Doubt"]
    }
    colours = {"red", "amber", "green", "complete"} if "colour" in row["Proposed"] else set()
    said = set(row["Proposed"].replace(",", " ").replace("(", " ").replace(")", " ").split()) | colours
    assert proposed <= said


def test_every_kind_of_doubt_is_in_the_table():
    assert [row["Doubt"] for row in DOUBTS] == [kind.word for kind in DoubtKind]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Test with UPN A123456789012 only", ["A123456789012"]),
        ("NHS number 943 476 5919", ["943 476 5919"]),
        ("born 3 May 2015", ["born 3 May 2015"]),
        ("Case no: 12345/6", ["12345/6"]),
        ("EHCNA in 6 weeks, 20 weeks, £1,234,567 and call 01223 699200", []),
        ("Increase from 943 to 476 by 2019", []),
    ],
)
def test_what_looks_like_a_childs_number(text, found):
    assert childs_numbers(text) == found
