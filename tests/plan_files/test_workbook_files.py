"""Cells, sheets and files of the workbook, without a database."""

import json
import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from file_reading.document import Refused
from plan_files.workbook.book import Book, Row
from plan_files.workbook.cells import CellProblem, Kind, items_of, lines_cell, number_cell, read_cell
from plan_files.workbook.child import read
from plan_files.workbook.comparing import compare
from plan_files.workbook.naming import Named, PeopleNames, words_by_id
from plan_files.workbook.reading import read_book
from plan_files.workbook.sheets import SHEETS
from plan_files.workbook.tidy import csv_files, plan_json
from plan_files.workbook.xlsx import RawSheet, read_xlsx, write_xlsx

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
ODD = st.one_of(
    TEXT,
    st.sampled_from(
        [
            "=1+1",
            "+44",
            "-",
            "@SUM(A1)",
            "'quoted",
            "_x000D_",
            "_x005F_",
            "__x0041_x0042_",
            "x005F_",
            "a\rb",
            "a\r\nb",
        ]
    ),
)


def as_file(book):
    return write_xlsx(SHEETS, book, about=["About"], personal=True)


def back(data):
    """The book as it comes back through JSON, as the child process sends it."""
    raw = {
        name: RawSheet.from_json(json.loads(json.dumps(page))) for name, page in read("a.xlsx", data).items()
    }
    return read_book(SHEETS, raw)


@settings(max_examples=25)
@given(ODD, ODD)
def test_any_text_comes_back(title, printed):
    row = Row({"id": "1", "strand": "A", "title": title, "printed_lead": printed, "number": "1.10"})
    file = as_file(Book({"Deliverables": [row]}))
    reading = back(file)
    assert reading.problems == []
    [came] = reading.book["Deliverables"]
    for key, cell in row.cells.items():
        expected = "" if not cell.strip() else cell.replace("\r\n", "\n")
        assert came[key] == expected
    changes = compare(SHEETS, Book({"Deliverables": [row]}), reading.book, within={})
    assert not any(each.any for each in changes)


@given(st.lists(TEXT))
def test_lists_come_back(items):
    assert items_of(lines_cell(items)) == items


@settings(max_examples=25)
@given(st.decimals(min_value=-(10**10), max_value=10**10, places=4))
def test_numbers_come_back(number):
    row = Row({"id": "1", "value": number_cell(number)})
    [came] = back(as_file(Book({"Readings": [row]}))).book["Readings"]
    assert Decimal(came["value"]) == number


@settings(max_examples=25)
@given(st.dates(date(1066, 1, 1), date(2199, 12, 31)))
def test_days_come_back(day):
    row = Row({"id": "1", "due_on": day.isoformat()})
    [came] = back(as_file(Book({"Due points": [row]}))).book["Due points"]
    assert came["due_on"] == day.isoformat()


def test_a_text_longer_than_a_cell_comes_back():
    summary = "Long. " * 20_000
    file = as_file(Book({"Strategy": [Row({"id": "1", "title": "Plan", "summary": summary})]}))
    reading = back(file)
    assert reading.unused == []
    assert reading.book["Strategy"][0]["summary"] == summary


def test_the_file_has_real_dates_lists_frozen_headings_and_no_formulas():
    rows = [
        Row({"id": "1", "deliverable": "2", "due_on": "2016-09-30", "precision": "Month", "label": "=A1"})
    ]
    page = load_workbook(BytesIO(as_file(Book({"Due points": rows}))))["Due points"]
    heads = {cell.value: cell.column for cell in page[1]}
    assert page.cell(2, heads["Due date"]).value == datetime(2016, 9, 30)
    label = page.cell(2, heads["Label"])
    assert (label.value, label.data_type, label.quotePrefix, label.number_format) == ("=A1", "s", True, "@")
    assert page.freeze_panes == "A2"
    lists = [each.formula1 for each in page.data_validations.dataValidation if each.type == "list"]
    assert '"Day,Month,Year"' in lists


@pytest.mark.parametrize(
    ("kind", "raw", "cell"),
    [
        (Kind.TEXT, 1, "1"),
        (Kind.TEXT, 1.5, "1.5"),
        (Kind.TEXT, "  kept ", "  kept "),
        (Kind.DAY, datetime(2016, 9, 30), "2016-09-30"),
        (Kind.DAY, "30 September 2016", "2016-09-30"),
        (Kind.DAY, "30/9/2016", "2016-09-30"),
        (Kind.NUMBER, 82.50, "82.5"),
        (Kind.NUMBER, "1,200", "1200"),
        (Kind.YES_NO, True, "Yes"),
        (Kind.YES_NO, "n", "No"),
        (Kind.CHOICE, "month ", "Month"),
        (Kind.DAY, "  ", ""),
    ],
)
def test_what_people_type_is_read(kind, raw, cell):
    assert read_cell(kind, raw, ("Day", "Month")) == cell


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        (Kind.TEXT, date(2016, 3, 1), "has made a date of this"),
        (Kind.DAY, "soon", "“soon” is not a date"),
        (Kind.DAY, 42, "“42” is not a date"),
        (Kind.NUMBER, "82%", "is not a number"),
        (Kind.NUMBER, "NaN", "is not a number"),
        (Kind.YES_NO, "maybe", "neither Yes nor No"),
        (Kind.CHOICE, "Week", "not one of: Day, Month"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(kind, raw, words):
    with pytest.raises(CellProblem, match=words):
        read_cell(kind, raw, ("Day", "Month"))


def test_a_formula_a_repeated_id_and_a_foreign_column_are_named():
    file = Workbook()
    page = file.active
    page.title = "strands"
    page.append(["Id", "Code", "Title", "Mine"])
    page.append(["1", "A", "=1+1", "x"])
    page.append(["1", "B", "Two"])
    data = BytesIO()
    file.save(data)
    reading = read_book(SHEETS, read_xlsx(data.getvalue()))
    assert [str(each) for each in reading.problems] == [
        "Sheet Strands, row 2, Title: This is a formula. Put its value here instead",
        "Sheet Strands, row 3, Id: Another row has this id. A new row has none: empty this cell",
    ]
    assert reading.unused == ["On the sheet Strands, the column “Mine”"]


@pytest.mark.parametrize("data", [b"PK\x03\x04 half", b"%PDF-1.4", b""])
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(Refused):
        read("plan.xlsx", data)


PEOPLE = [
    Row({"id": "p1", "row_kind": "Person", "initials": "JK", "name": "Jo King"}),
    Row({"id": "p2", "row_kind": "Person", "name": "Ann Lee"}),
    Row({"id": "p3", "row_kind": "Person", "name": "ann  lee"}),
    Row({"id": "p4", "row_kind": "Post", "name": "Director; Children"}),
]


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("JK", [Named("p1")]),
        ("jo king (launch)", [Named("p1", qualifier="launch")]),
        ("JK; tbc (new post)", [Named("p1"), Named(qualifier="new post")]),
        ("[p3]; [p4]", [Named("p3"), Named("p4")]),
        ("JK/XY", [Named("p1"), Named(initials="XY")]),
        ("", []),
    ],
)
def test_people_are_named_by_words_or_by_id(cell, named):
    assert PeopleNames.of(PEOPLE).read(cell) == named


def test_words_that_two_share_give_way_to_the_id():
    words = words_by_id((row.id, row["initials"] or row["name"]) for row in PEOPLE)
    assert words == {"p1": "JK", "p2": "[p2]", "p3": "[p3]", "p4": "[p4]"}


def test_nobody_of_this_name():
    with pytest.raises(CellProblem, match="is not a person or post on the sheet People"):
        PeopleNames.of(PEOPLE).read("Somebody Else")


def test_csv_is_safe_and_json_is_typed():
    book = Book(
        {
            "Deliverables": [Row({"id": "1", "title": "=1+1", "detail": "a\nb"})],
            "Readings": [Row({"id": "2", "value": "-1.5", "provisional": "Yes"})],
        }
    )
    archive = csv_files(SHEETS, book)
    assert archive == csv_files(SHEETS, book)
    with zipfile.ZipFile(BytesIO(archive)) as files:
        assert len(files.namelist()) == len(SHEETS)
        assert "'=1+1" in files.read("deliverables.csv").decode("utf-8-sig")
        assert ",-1.5," in files.read("readings.csv").decode("utf-8-sig")
    plan = json.loads(plan_json(SHEETS, book))
    assert plan["deliverables"][0]["detail"] == ["a", "b"]
    assert plan["deliverables"][0]["number"] is None
    assert (plan["readings"][0]["value"], plan["readings"][0]["provisional"]) == (-1.5, True)
    assert "email" not in str(plan["people"])


def test_the_document_lists_every_column():
    text = (Path(__file__).parents[2] / "docs/import-export.md").read_text()
    for sheet in SHEETS:
        part = text.split(f"### {sheet.name}\n", 1)[1].split("\n### ", 1)[0]
        listed = [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("| ")]
        assert listed == ["Column", *(column.title for column in sheet.columns)]
