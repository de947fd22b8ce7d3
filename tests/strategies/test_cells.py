"""Tests of parsing by-when, lead and reporting cells of real plans."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import MONTHS, Precision, due_day
from strategies.importers.cells import (
    CellError,
    LeadSlot,
    PrintedDuePoint,
    fold_lookalikes,
    read_due_points,
    read_leads,
)


@pytest.mark.parametrize(
    ("cell", "who"),
    [
        ("", []),
        ("JD", ["JD"]),
        ("BMc", ["BMc"]),
        ("MHP", ["MHP"]),
        ("JK/NS", ["JK", "NS"]),
        ("SC/DC/AW", ["SC", "DC", "AW"]),
        ("HP CU", ["HP", "CU"]),
        ("JD; RH; HP", ["JD", "RH", "HP"]),
        ("JS HP LL/ST", ["JS", "HP", "LL", "ST"]),
        ("MC;KB;SD;LT; HC; SAR", ["MC", "KB", "SD", "LT", "HC", "SAR"]),
        ("SA; MD;", ["SA", "MD"]),
        (
            "MW; BW; TG; SMB; MC; MC;KB; SD; LT/RD; JR;",
            ["MW", "BW", "TG", "SMB", "MC", "KB", "SD", "LT", "RD", "JR"],
        ),
        ("НР", ["HP"]),
        ("КВ", ["KB"]),
        ("тс", ["TC"]),
    ],
)
def test_people_in_a_cell(cell, who):
    assert [slot.initials for slot in read_leads(cell)] == who
    assert {slot.state for slot in read_leads(cell)} <= {"to_identify"}


def test_a_qualifier_belongs_to_the_person_before_it():
    assert read_leads("TG (C&I) MC (SEMH) KB (C&L) SS (SS)") == [
        LeadSlot("TG", "C&I"),
        LeadSlot("MC", "SEMH"),
        LeadSlot("KB", "C&L"),
        LeadSlot("SS", "SS"),
    ]


@pytest.mark.parametrize("cell", ["tbc", "TBC", " tbc "])
def test_tbc_is_a_vacancy_and_no_person(cell):
    assert read_leads(cell) == [LeadSlot(None, "", "to_confirm")]


def test_a_vacancy_keeps_its_hint():
    assert read_leads("TBC (Head Teacher)") == [LeadSlot(None, "Head Teacher", "to_confirm")]


def test_garbled_initials_are_to_be_confirmed_and_kept_as_printed():
    assert read_leads("OI.") == [LeadSlot(None, "printed OI.", "to_confirm")]


@pytest.mark.parametrize("cell", ["Julia Katherine", "JK?", "JK/1", "see MT's plan", "JKNSEF", "Ж"])
def test_a_lead_cell_that_cannot_be_read_is_named(cell):
    with pytest.raises(CellError, match="Cannot read the lead in") as error:
        read_leads(cell)
    assert cell in str(error.value)


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        ("", []),
        ("Jun 16", [("", "2016-06-30", "Jun 16", "")]),
        ("Dec16", [("", "2016-12-31", "Dec16", "")]),
        ("March 2016", [("", "2016-03-31", "March 2016", "")]),
        ("Feb 16", [("", "2016-02-29", "Feb 16", "")]),
        ("Jan 16 launch", [("", "2016-01-31", "Jan 16 launch", "launch")]),
        ("Sept 16 launch", [("", "2016-09-30", "Sept 16 launch", "launch")]),
        ("Jan 16 (launch level 1)", [("", "2016-01-31", "Jan 16 (launch level 1)", "launch level 1")]),
        (
            "Oct 15 launch May 16",
            [("", "2015-10-31", "Oct 15 launch", "launch"), ("", "2016-05-31", "May 16", "")],
        ),
        (
            "i) April 16 ii) April 17",
            [("i)", "2016-04-30", "i) April 16", ""), ("ii)", "2017-04-30", "ii) April 17", "")],
        ),
        (
            "i) Jan 16 launch ii) July 16",
            [("i)", "2016-01-31", "i) Jan 16 launch", "launch"), ("ii)", "2016-07-31", "ii) July 16", "")],
        ),
        (
            "Oct 15 Dec 15 Apr 16 July 16",
            [
                ("", "2015-10-31", "Oct 15", ""),
                ("", "2015-12-31", "Dec 15", ""),
                ("", "2016-04-30", "Apr 16", ""),
                ("", "2016-07-31", "July 16", ""),
            ],
        ),
    ],
)
def test_months_are_due_on_their_last_day(cell, points):
    assert read_due_points(cell) == [
        PrintedDuePoint(label, date.fromisoformat(due_on), Precision.MONTH, source, qualifier)
        for label, due_on, source, qualifier in points
    ]


def test_dates_out_of_order_stay_in_printed_order():
    assert [point.due_on for point in read_due_points("Dec 16 Apr 16 June16")] == [
        date(2016, 12, 31),
        date(2016, 4, 30),
        date(2016, 6, 30),
    ]


@pytest.mark.parametrize(
    ("cell", "due_on", "precision"),
    [
        ("30 September 2016", date(2016, 9, 30), Precision.DAY),
        ("1st Sep 16", date(2016, 9, 1), Precision.DAY),
        ("2017", date(2017, 12, 31), Precision.YEAR),
        ("31/03/2027", date(2027, 3, 31), Precision.DAY),
        ("31.3.2027", date(2027, 3, 31), Precision.DAY),
        ("1/4/27", date(2027, 4, 1), Precision.DAY),
        ("31 March 2027", date(2027, 3, 31), Precision.DAY),
        ("31-Mar-27", date(2027, 3, 31), Precision.DAY),
        ("Mar-27", date(2027, 3, 31), Precision.MONTH),
    ],
)
def test_a_date_keeps_its_precision(cell, due_on, precision):
    (point,) = read_due_points(cell)
    assert (point.due_on, point.precision) == (due_on, precision)


@pytest.mark.parametrize(
    "cell",
    [
        *("ongoing", "16", "31 June 2016", "Smarch 16", "Jun 16 / ?", "Jun 216", "launch", "Q4 2026-27"),
        *("31/13/2027", "29/2/2027", "3/2027", "1/4/20271", "tbc Mar 2027"),
    ],
)
def test_a_date_cell_that_cannot_be_read_is_named(cell):
    with pytest.raises(CellError, match="Cannot read the due date") as error:
        read_due_points(cell)
    assert cell in str(error.value)


@pytest.mark.parametrize("cell", ["", "tbc", "TBA", "To be confirmed", " to be agreed. "])
def test_a_cell_can_have_no_date_yet(cell):
    assert read_due_points(cell) == []


def test_dates_in_numbers_have_labels_and_words():
    points = read_due_points("i) 31/03/2027 launch ii) 30.9.2027")
    assert [(each.label, each.due_on, each.qualifier) for each in points] == [
        ("i)", date(2027, 3, 31), "launch"),
        ("ii)", date(2027, 9, 30), ""),
    ]
    assert points[0].source_text == "i) 31/03/2027 launch"


def test_letters_that_look_latin_become_latin_and_others_stay():
    assert fold_lookalikes("НР КВ тс – £5 é") == "HP KB tc – £5 é"


PARTS = st.lists(
    st.tuples(
        st.integers(2000, 2099),
        st.integers(1, 12),
        st.sampled_from([3, 4, 20]),
        st.booleans(),
        st.sampled_from(["", "launch", "(launch level 1)", "final draft"]),
    ),
    max_size=6,
)


@given(PARTS, st.sampled_from([" ", "; ", ", "]))
def test_whatever_is_printed_is_read_back(parts, between):
    printed = [
        f"{MONTHS[month - 1][:length]} {year if in_full else f'{year % 100:02}'} {qualifier}".strip()
        for year, month, length, in_full, qualifier in parts
    ]
    points = read_due_points(between.join(printed))
    assert [point.source_text for point in points] == printed
    assert [(point.due_on, point.qualifier) for point in points] == [
        (due_day(year, month), qualifier.strip("()")) for year, month, _, _, qualifier in parts
    ]
