"""Two versions side by side, item by item."""

from dataclasses import replace

import pytest

from core import tables
from councils.permissions import Permission
from plan_files.workbook.book import Book, Row
from plan_versions.comparing import CSV_COLUMNS, ItemKind, compare_for, compare_plans, csv_rows
from plan_versions.comparing_page import FIRST, MOST_UNCHANGED, parts_of
from plan_versions.frozen.document import PlanDocument, document_of
from plan_versions.frozen.taking import ALL_SHEETS

STRANDS = [{"id": "s1", "code": "A", "title": "Early help"}, {"id": "s2", "code": "B", "title": "Health"}]
ROW = {"id": "i1", "set": "Main", "label": "1", "title": "Attendance"}


def deliverable(key: str, strand: str = "A", **cells: str) -> dict[str, str]:
    return {"id": key, "strand": strand, "number": key, "title": f"Title {key}", "leads": "JK"} | cells


def plan(hidden=(), **sheets) -> PlanDocument:
    rows = {"Strands": STRANDS, "Indicators": [ROW]} | {
        name.replace("_", " "): found for name, found in sheets.items()
    }
    book = {
        sheet.name: [Row(cells, number) for number, cells in enumerate(rows.get(sheet.name, ()), 2)]
        for sheet in ALL_SHEETS
    }
    return document_of(ALL_SHEETS, Book(book), hidden)


def sheet(comparison, name):
    return next(each for each in comparison.sheets if each.name == name)


def test_added_removed_changed_and_the_same():
    old = plan(Deliverables=[deliverable("1"), deliverable("2"), deliverable("3")])
    new = plan(Deliverables=[deliverable("1"), deliverable("2", leads="JK; HG"), deliverable("4", "B")])
    comparison = compare_plans(old, new)
    assert comparison.words == "1 added, 1 removed, 1 changed, 4 the same"
    found = sheet(comparison, "Deliverables")
    assert found.words == "1 added, 1 removed and 1 changed"
    assert [(item.kind, item.name, item.group) for item in found.items] == [
        (ItemKind.CHANGED, "A2 Title 2", "A: Early help"),
        (ItemKind.REMOVED, "A3 Title 3", "A: Early help"),
        (ItemKind.ADDED, "B4 Title 4", "B: Health"),
    ]
    assert [(cell.title, cell.old, cell.new) for cell in found.items[0].cells] == [("Leads", "JK", "JK; HG")]
    assert found.unchanged == ("A1 Title 1",)


def test_an_added_row_shows_its_cells_and_a_removed_one_what_it_said():
    one, none = plan(Deliverables=[deliverable("1")]), plan()
    (added,) = sheet(compare_plans(none, one), "Deliverables").items
    (removed,) = sheet(compare_plans(one, none), "Deliverables").items
    assert ("Title", "", "Title 1") in [(cell.title, cell.old, cell.new) for cell in added.cells]
    assert ("Title", "Title 1", "") in [(cell.title, cell.old, cell.new) for cell in removed.cells]


def test_dates_are_in_words_and_stand_with_their_strand():
    point = {"id": "p1", "deliverable": "4", "due_on": "2016-09-30", "precision": "Month"}
    rows = [deliverable("4", "B")]
    old = plan(Deliverables=rows, Due_points=[point])
    new = plan(Deliverables=rows, Due_points=[point | {"due_on": "2016-12-31"}])
    (item,) = sheet(compare_plans(old, new), "Due points").items
    assert item.group == "B: Health" and item.name == "B4 Title 4: 31 December 2016"
    assert [(cell.title, cell.old, cell.new) for cell in item.cells] == [
        ("Due date", "30 September 2016", "31 December 2016")
    ]


def test_another_order_is_a_difference():
    rows = [deliverable("1"), deliverable("2")]
    comparison = compare_plans(plan(Deliverables=rows), plan(Deliverables=rows[::-1]))
    found = sheet(comparison, "Deliverables")
    assert found.moved and found.any and not found.items and found.words == "in another order"


def test_nothing_is_different_between_a_plan_and_itself():
    one = plan(Deliverables=[deliverable("1")])
    comparison = compare_plans(one, one)
    assert not comparison.different
    assert comparison.words == "0 added, 0 removed, 0 changed, 4 the same"


def test_people_and_boards_of_other_plans_are_no_difference():
    person = {"id": "p", "row_kind": "Person", "initials": "JK", "name": "Jo King"}
    board = {"id": "b", "name": "Trust Board", "whole_plan": "No"}
    comparison = compare_plans(plan(), plan(People=[person], Boards=[board]))
    assert not comparison.different
    over = compare_plans(plan(), plan(Boards=[board | {"whole_plan": "Yes"}]))
    assert [item.name for item in sheet(over, "Boards").items] == ["Trust Board"]


def test_what_only_one_copy_has_is_said_and_not_compared():
    old = plan(Deliverables=[deliverable("1")])
    columns = {**old.columns, "Deliverables": [key for key in old.columns["Deliverables"] if key != "leads"]}
    older = replace(old, columns=columns)
    comparison = compare_plans(older, plan(Deliverables=[deliverable("1", leads="HG")]))
    assert not comparison.different
    assert comparison.not_compared == ("Deliverables: Leads",)


@pytest.fixture
def readings():
    reading = {"id": "r1", "indicator": "i1", "period": "2015-16-Q4", "value": "50", "numerator": "2"}
    return plan(["r1"], Readings=[reading]), plan(Readings=[reading | {"value": "75", "numerator": "3"}])


@pytest.mark.django_db
def test_a_small_number_has_its_mark_on_the_page_and_is_not_in_a_file(cast, readings):
    (item,) = sheet(compare_for(cast.actor(), *readings), "Readings").items
    assert [(cell.old, cell.new) for cell in item.cells] == [("50 ‡", "75 ‡"), ("2 ‡", "3 ‡")]
    assert not sheet(compare_for(cast.actor(), *readings, outside=True), "Readings").items


@pytest.mark.django_db
def test_a_sheet_that_a_reader_may_not_see_is_not_compared(cast, readings):
    officer = cast.actor()
    actor = replace(officer, permissions=officer.permissions - {Permission.INDICATORS_VIEW})
    assert "Readings" not in [each.name for each in compare_for(actor, *readings).sheets]


def test_a_file_has_a_row_for_each_cell():
    old = plan(Deliverables=[deliverable("1"), deliverable("2")])
    new = plan(Deliverables=[deliverable("2"), deliverable("1", leads="=HG", title="Other")])
    rows = list(csv_rows(compare_plans(old, new)))
    assert rows == [
        ("Deliverables", "A: Early help", "A1 Other", "Changed", "Title", "Title 1", "Other"),
        ("Deliverables", "A: Early help", "A1 Other", "Changed", "Leads", "JK", "=HG"),
        ("Deliverables", "", "", "In another order", "", "", ""),
    ]
    content = tables.csv_file([tables.Column(each) for each in CSV_COLUMNS], rows).decode("utf-8-sig")
    assert "'=HG" in content


def test_two_thousand_rows_are_cut_and_counted():
    old = plan(Deliverables=[deliverable(str(number)) for number in range(2000)])
    changed = [deliverable(str(number), leads="HG" if number % 2 else "JK") for number in range(2000)]
    comparison = compare_plans(old, plan(Deliverables=changed))
    (part,) = parts_of(comparison)
    assert sum(len(items) for _, items in part.groups) == FIRST
    assert part.more == 1000 - FIRST
    assert len(part.unchanged) == MOST_UNCHANGED and part.more_unchanged == 1000 - MOST_UNCHANGED
    (only,) = parts_of(comparison, part.sheet, part.sheet.items[100:200])
    assert sum(len(items) for _, items in only.groups) == 100
