"""Tests of the rules for pasted tables and typed dates. They need no services."""

from datetime import date

import pytest

from core.periods import Precision
from deliverables.cells import read_number
from deliverables.rules import DuePointFacts
from deliverables.rules.due_dates import moves_a_date, pair_dates, typed_refusal
from deliverables.rules.pasted import PasteRefused, fill_down, read_paste
from strategies.importers.cells import CellError, read_due_points

COLUMNS = ("number", "title", "by_when", "lead", "reporting", "outcome")


def rows(text, **nouns):
    return [dict(row) for row in read_paste(text, COLUMNS, nouns=nouns).rows]


def test_columns_without_headings_are_in_the_grids_order():
    assert rows("1\tDo it\tSep 16\tJK/NS\r\n\r\n2\tDo more\t\tHP\r\n") == [
        {"number": "1", "title": "Do it", "by_when": "Sep 16", "lead": "JK/NS"},
        {"number": "2", "title": "Do more", "lead": "HP"},
    ]


def test_a_plan_without_numbers_starts_with_the_title():
    assert rows("Establish the inclusion group\tSep 16\nRevise the offer to all schools\tOct 16") == [
        {"title": "Establish the inclusion group", "by_when": "Sep 16"},
        {"title": "Revise the offer to all schools", "by_when": "Oct 16"},
    ]


def test_headings_give_the_columns_in_any_order_and_in_the_plans_own_nouns():
    pasted = read_paste(
        "Section\tAims:\tBy When\tCost\tLead Officer\nA\tDo it\tSep 16\t£5\tJK",
        [*COLUMNS, "strand"],
        nouns={"title": "Aim", "strand": "Section"},
    )
    assert pasted.rows == ({"strand": "A", "title": "Do it", "by_when": "Sep 16", "lead": "JK"},)
    assert pasted.unused == ("Cost",)


def test_a_title_that_is_a_heading_too_is_no_row_of_headings():
    assert rows("1\tAction\tSep 16") == [{"number": "1", "title": "Action", "by_when": "Sep 16"}]


def test_a_spreadsheets_quoted_cell_keeps_its_lines_and_quotation_marks():
    text = '1\t"First line\nSecond ""quoted"" line"\tSep 16\n2\t"Toolkit" for schools\t'
    assert [row["title"] for row in rows(text)] == [
        'First line\nSecond "quoted" line',
        '"Toolkit" for schools',
    ]


def test_a_markdown_table():
    text = "| No | Milestone | When |\n|---|:--|--:|\n| 1 | A \\| b<br>detail | Sep 16 |"
    assert rows(text) == [{"number": "1", "title": "A | b\ndetail", "by_when": "Sep 16"}]


def test_more_columns_than_the_grid_has_are_refused():
    with pytest.raises(PasteRefused, match="The rows have 7 columns, and the grid has 6"):
        rows("1\tDo it\tSep 16\tJK\tHP\tThrive\tMore")


@pytest.mark.parametrize("text", ["", "\n\n", "\t\t\n"])
def test_nothing_is_no_row(text):
    assert rows(text) == []


def test_merged_cells_are_filled_with_the_value_above():
    assert fill_down([{"outcome": "A"}, {}, {"outcome": "B"}, {}], "outcome") == [
        {"outcome": "A"},
        {"outcome": "A"},
        {"outcome": "B"},
        {"outcome": "B"},
    ]


# Typed dates


def point(day, *, done=None):
    return DuePointFacts("", day, Precision.DAY, day, done)


def typed(*days):
    return [(day, Precision.DAY) for day in days]


JAN, FEB, MAR = date(2017, 1, 31), date(2017, 2, 28), date(2017, 3, 31)


@pytest.mark.parametrize(
    ("points", "days", "pairs", "moves"),
    [
        ([], [JAN], [None], False),
        ([JAN], [JAN], [0], False),
        ([JAN], [FEB], [0], True),
        ([JAN], [JAN, FEB], [0, None], False),
        ([FEB], [JAN, FEB], [None, 0], False),
        ([JAN, FEB], [FEB], [1], True),
        ([JAN, FEB], [FEB, JAN], [1, 0], False),
        ([JAN, FEB], [MAR, FEB], [0, 1], True),
        ([JAN], [], [], True),
    ],
)
def test_dates_that_are_still_there_stay_the_same_points(points, days, pairs, moves):
    facts = [point(day) for day in points]
    assert pair_dates(facts, typed(*days)) == pairs
    assert moves_a_date(facts, typed(*days)) is moves


def test_what_is_done_neither_moves_nor_goes():
    facts = [point(JAN, done=JAN), point(FEB)]
    words = "31 January 2017 is done, so it keeps its date"
    assert typed_refusal(facts, typed(MAR, FEB), starts_on=None, ends_on=None) == words
    assert typed_refusal(facts, typed(FEB), starts_on=None, ends_on=None) == words
    assert typed_refusal(facts, typed(JAN, MAR), starts_on=None, ends_on=None) == ""


def test_a_moved_date_stays_in_range_and_a_new_one_may_lie_anywhere():
    early, start = date(2015, 1, 31), date(2016, 4, 1)
    refused = typed_refusal([point(JAN)], typed(early), starts_on=start, ends_on=None)
    assert refused == "Enter a date on or after 1 April 2016, when the strategy starts"
    assert typed_refusal([], typed(early), starts_on=start, ends_on=None) == ""


@pytest.mark.parametrize("cell", ["0000", "Jan 0000", "Sep 9999"])
def test_a_year_out_of_range_cannot_be_read(cell):
    with pytest.raises(CellError):
        read_due_points(cell)


@pytest.mark.parametrize(
    ("cell", "code", "number"),
    [
        ("1", "A", "1"),
        ("A1", "A", "1"),
        ("a.1", "A", "1"),
        ("B1", "A", "B1"),
        ("11.", "C", "11."),
        ("1.1", "1", "1.1"),
    ],
)
def test_a_number_is_kept_without_the_code_of_its_strand(cell, code, number):
    assert read_number(cell, code) == number
