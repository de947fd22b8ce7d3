"""Exported tables: a spreadsheet shows the text and runs no formulas."""

import csv
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from core.tables import Column, csv_file, xlsx_file

COLUMNS = [Column("Title", 40), Column("Due"), Column("Days late")]
FORMULAS = [
    "\u200b=1+1",
    "\ufeff=cmd()",
    "\xa0-2",
    " \u2060+1",
    "\u202e@x",
    '=HYPERLINK("https://elsewhere.example.org", "Open")',
    "+441234567890",
    "-1+1",
    "@SUM(A1:A9)",
    "\tindented",
    "\rreturned",
    "\nbroken",
    "  =1+1",
    "＝1+1",
]
TEXTS = [
    "Children’s “plan”; see A, B\nand C",
    "007",
    "https://send.example.org/",
    "2016-09-30",
    "_x0041_",
    "bell \x07",
    "1=1",
    "",
]


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def read_sheet(content: bytes):
    book = load_workbook(BytesIO(content))
    assert len(book.worksheets) == 1
    return book.worksheets[0]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_puts_an_apostrophe_before_what_looks_like_a_formula(text):
    assert read_csv(csv_file(COLUMNS, [[text]]))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", TEXTS)
def test_csv_leaves_other_texts_alone(text):
    assert read_csv(csv_file([*COLUMNS], [[text, ""]]))[1] == [text, ""]


def test_csv_guards_its_headings_too():
    assert read_csv(csv_file([Column("=A1")], []))[0] == ["'=A1"]


@pytest.mark.parametrize(
    ("cell", "written"),
    [(-3, "-3"), (Decimal("-0.50"), "-0.50"), (2.5, "2.5"), (date(2016, 9, 30), "2016-09-30"), (None, "")],
)
def test_csv_keeps_numbers_and_dates(cell, written):
    assert read_csv(csv_file(COLUMNS, [["Hubs", cell]]))[1] == ["Hubs", written]


@pytest.mark.parametrize("text", FORMULAS)
def test_xlsx_holds_what_looks_like_a_formula_as_text(text):
    cell = read_sheet(xlsx_file(COLUMNS, [[text]], sheet="Deliverables"))["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.replace("_x000D_", "\r") == text


@pytest.mark.parametrize("text", TEXTS[:-1])
def test_xlsx_leaves_other_texts_alone(text):
    cell = read_sheet(xlsx_file(COLUMNS, [[text]], sheet="Deliverables"))["A2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert not cell.quotePrefix
    assert cell.value.replace("_x005F_x0041_", "_x0041_").replace("_x0007_", "\x07") == text


def test_xlsx_keeps_numbers_and_dates():
    row = read_sheet(xlsx_file(COLUMNS, [["Hubs", date(2016, 9, 30), -3]], sheet="Deliverables"))[2]
    assert [cell.value for cell in row] == ["Hubs", datetime(2016, 9, 30), -3]
    assert row[1].is_date
    assert row[1].number_format == "d mmm yyyy"


def test_xlsx_leaves_an_empty_cell_empty():
    row = read_sheet(xlsx_file(COLUMNS, [["", None, 0]], sheet="Deliverables"))[2]
    assert [cell.value for cell in row] == [None, None, 0]


def test_xlsx_keeps_its_heading_in_view_and_filters():
    page = read_sheet(xlsx_file(COLUMNS, [["Hubs"], ["Survey"]], sheet="Deliverables"))
    assert [cell.value for cell in page[1]] == ["Title", "Due", "Days late"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:C3")
    assert page.column_dimensions["A"].width == pytest.approx(40, abs=1)


def test_xlsx_of_no_rows_has_its_heading():
    assert [cell.value for cell in read_sheet(xlsx_file(COLUMNS, [], sheet="Deliverables"))[1]] == [
        "Title",
        "Due",
        "Days late",
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Milestones", "Milestones"),
        ("Do's: [a]/b\\c*?", "Do's   a  b c"),
        ("'quoted'", "quoted"),
        ("x" * 40, "x" * 31),
        ("/", "Sheet"),
    ],
)
def test_xlsx_names_its_sheet_as_excel_allows(name, shown):
    assert read_sheet(xlsx_file(COLUMNS, [], sheet=name)).title == shown
