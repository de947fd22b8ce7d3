"""Figures from a spreadsheet: which period a heading names, what each cell would change, and what is saved."""

import re
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.models import Indicator, NotExpected, Reading
from indicators.rules.figure_sheet import SheetRefused, read_heading, read_sheet
from strategies.models import ReportingPeriod
from tests.factories import IndicatorFactory, PeriodFactory, ReadingFactory, StrategyFactory
from tests.pages import text_of
from tests.truth_tables import read_aloud, truth_table

SHEET = """SEND dashboard,,,,
Label,Title,Q4 2015-16,Q1 2016-17,Comment
1.,Attendance,82.5,33/40 [p],census
2.,Timeliness,[c],not expected,
3.,Plans,"1,250",1300,
4.,Views,Parents feel heard,,
"""


@pytest.mark.parametrize("row", truth_table("figure-import", "Headings"), ids=read_aloud)
def test_headings(row):
    if row["Period"] == "unclear":
        with pytest.raises(ValueError, match="may be a financial or an academic year"):
            read_heading(row["Heading"])
        return
    found = read_heading(row["Heading"])
    assert (found.token if found else "none") == row["Period"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Label,Title\n1,2", "No column has a period as its heading"),
        ("Title,2015-16\nPlans,3", "Line 1, column 2: “2015-16” may be a financial or an academic year"),
        ("Title,Q1 2015-16,2015-16-Q1\nPlans,3,4", "Line 1, column 3: Q1 2015–16 is there twice"),
        ("Q1 2015-16,Q2 2015-16\n3,4", "The first column must hold the labels or titles"),
        ("PK\x03\x04\0\0", "This is not a CSV file"),
        ("Title," + ",".join(f"CY{year}" for year in range(1950, 2011)), "at most 2,000 rows and 60 periods"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_where_and_what_to_do(text, why):
    with pytest.raises(SheetRefused) as refused:
        read_sheet(text)
    assert why in str(refused.value)


def test_cells_copied_from_a_spreadsheet_and_other_delimiters_read_the_same():
    for delimiter in ("\t", ";"):
        sheet = read_sheet(f"Title{delimiter}Q1 2016-17{delimiter}Note\nPlans{delimiter}3{delimiter}x")
        assert [dict(row.cells) for row in sheet.rows] == [{read_heading("Q1 2016-17"): "3"}]
        assert sheet.not_read == ("Note",)


def test_commas_in_titles_do_not_hide_that_cells_were_copied():
    sheet = read_sheet("Title\tQ1 2016-17\nPlans, all, ever made\t3")
    assert [row.names for row in sheet.rows] == [("Plans, all, ever made",)]


@pytest.fixture
def rows(cast):
    with council_context(cast.council.id):
        PeriodFactory(label="2015-16-Q4")
        PeriodFactory()
        strategy = StrategyFactory()
        kinds = {"Views": ("text", "qualitative"), "Plans": ("number", "quantitative")}
        made = [
            IndicatorFactory(
                strategy=strategy,
                label=f"{at}.",
                title=title,
                unit=kinds.get(title, ("percent", ""))[0],
                kind=kinds.get(title, ("", "quantitative"))[1],
                basis="quarter",
                position=at,
            )
            for at, title in enumerate(("Attendance", "Timeliness", "Plans", "Views"), 1)
        ]
    return {row.title: row for row in made}


def address(cast):
    return reverse("indicators:import", kwargs={"council": cast.council.slug})


def checked(cast, text, client=None):
    return (client or cast.client()).post(address(cast), {"step": "check", "text": text})


def workbook(*sheets, hidden=()):
    """An Excel workbook with sheets of a name and rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile("figures.xlsx", content.getvalue())


def uploaded(cast, file):
    return cast.client().post(address(cast), {"step": "check", "text": "", "file": file})


FIGURES = [
    ["SEND dashboard, all teams"],
    ["Label", "Title", datetime(2016, 3, 31), "Q1 2016-17", "Comment"],
    ["1.", "Attendance", 82.5, "33/40 [p]", "census"],
    [],
    ["3.", "Plans", 1250, 1300],
]


def test_a_workbook_ends_in_the_same_figures_as_the_pasted_cells(cast, rows):
    page = uploaded(cast, workbook(("Notes", [["Source: the census"]]), ("Figures", FIGURES)))
    assert save(cast, page).status_code == 200
    figures = {key: each[:3] for key, each in stored(cast).items()}
    assert figures == {
        ("Attendance", "2016-03-31"): (Decimal("82.5"), None, None),
        ("Attendance", "2016-17-Q1"): (Decimal("82.5"), 33, 40),
        ("Plans", "2016-03-31"): (Decimal(1250), None, None),
        ("Plans", "2016-17-Q1"): (Decimal(1300), None, None),
    }
    with council_context(cast.council.id):
        before = Change.objects.count()
    assert "nothing to save" in save(cast, uploaded(cast, workbook(("Figures", FIGURES)))).content.decode()
    with council_context(cast.council.id):
        assert Change.objects.count() == before


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (workbook(("A", FIGURES), ("B", FIGURES)), "Figures may be on 2 sheets: “A” and “B”. Keep one"),
        (workbook(("A", [["Label", "Title"], ["1.", "Plans"]])), "No column has a period as its heading"),
        (workbook(("A", FIGURES), ("B", [[1]]), hidden=("A",)), "No column has a period as its heading"),
        (SimpleUploadedFile("figures.xlsx", b"Title,Q1 2016-17"), "it is not an Excel workbook"),
        (SimpleUploadedFile("figures.xlsx", b"PK\x03\x04 half a file"), "damaged or only half of it arrived"),
        (workbook(("A", [["Title", "Q1 2016-17"], ["Plans", "=1+1"]])), "has a formula without a value"),
    ],
)
def test_a_workbook_that_cannot_be_read_says_why_and_changes_nothing(cast, rows, file, why):
    page = uploaded(cast, file)
    assert page.status_code == 422
    assert why in text_of(page)
    assert stored(cast) == {}


def save(cast, page, client=None):
    html = page.content.decode()
    data = {
        "step": "save",
        "seen": re.search(r'name="seen" value="([^"]*)"', html)[1],
        "text": page.context["text"],
    }
    return (client or cast.client()).post(address(cast), data, follow=True)


def imported(cast, text):
    return save(cast, checked(cast, text))


def stored(cast):
    with council_context(cast.council.id):
        found = Reading.objects.order_by("indicator__position", "ends_on").select_related("indicator")
        return {
            (each.indicator.title, each.period): (
                each.value,
                each.numerator,
                each.denominator,
                each.missing_code,
                each.text,
                each.provisional,
                each.note,
            )
            for each in found
        } | {
            (each.indicator.title, each.period): "not expected"
            for each in NotExpected.objects.select_related("indicator")
        }


STORED = {
    ("Attendance", "2015-16-Q4"): (Decimal("82.5"), None, None, "", "", False, ""),
    ("Attendance", "2016-17-Q1"): (Decimal("82.5"), 33, 40, "", "", True, ""),
    ("Timeliness", "2015-16-Q4"): (None, None, None, "c", "", False, ""),
    ("Timeliness", "2016-17-Q1"): "not expected",
    ("Plans", "2015-16-Q4"): (1250, None, None, "", "", False, ""),
    ("Plans", "2016-17-Q1"): (1300, None, None, "", "", False, ""),
    ("Views", "2015-16-Q4"): (None, None, None, "", "Parents feel heard", False, ""),
}


def test_a_file_is_checked_saved_and_undone(cast, rows):
    file = SimpleUploadedFile("figures.csv", ("\ufeff" + SHEET).encode())
    page = cast.client().post(address(cast), {"step": "check", "file": file})
    assert "7 new, 0 changed, 0 the same, 0 with an error." in text_of(page)
    assert "Columns that are not read: Comment." in text_of(page)
    assert stored(cast) == {}
    after = save(cast, page)
    assert "6 figures recorded, 1 row without an expected figure." in text_of(after)
    assert stored(cast) == STORED
    with council_context(cast.council.id):
        [act] = set(Change.objects.filter(verb__startswith="reading.").values_list("request_id", flat=True))
    cast.client().post(f"/{cast.council.slug}/undo/", {"act": act, "next": "/northport/"})
    assert stored(cast) == {}


def test_importing_the_same_file_twice_changes_nothing(cast, rows):
    imported(cast, SHEET)
    with council_context(cast.council.id):
        last = Change.objects.count()
    page = checked(cast, SHEET)
    assert "0 new, 0 changed, 7 the same, 0 with an error. " in text_of(page)
    assert "There is nothing to save." in text_of(page) and 'value="save"' not in page.content.decode()
    imported(cast, SHEET)
    with council_context(cast.council.id):
        assert Change.objects.count() == last
    assert stored(cast) == STORED


def test_a_changed_figure_is_shown_beside_the_stored_one_and_keeps_its_note(cast, rows):
    with council_context(cast.council.id):
        ReadingFactory(
            indicator=rows["Attendance"],
            period="2015-16-Q4",
            value=80,
            numerator=32,
            denominator=40,
            note="N",
        )
    same = checked(cast, "Title,Q4 2015-16\nAttendance,80%")
    assert "0 new, 0 changed, 1 the same" in text_of(same), "its parts stay"
    page = checked(cast, "Title,Q4 2015-16\nAttendance,81")
    assert "Changed figures" in text_of(page) and "1. Attendance 2 Q4 2015–16 80 81" in text_of(page)
    save(cast, page)
    assert stored(cast)[("Attendance", "2015-16-Q4")] == (81, None, None, "", "", False, "N")


WRONG = """Title,Q4 2015-16,Q3 2016-17
Attendance,many,
Nobody,3,
Plans,5,6
Plans,7,
"""


def test_errors_name_the_line_and_the_rest_is_saved(cast, rows):
    page = checked(cast, WRONG)
    said = text_of(page)
    assert "1 new, 0 changed, 0 the same, 4 with an error." in said
    assert "1. Attendance 2 Q4 2015–16 – many “many” is not a number" in said
    assert "Nobody 3 – – – “Nobody” is no row of the tables" in said
    assert "has not started" in said and "The sheet has this row twice" in said
    assert "Save 1 figure, leave out 4 with an error" in said
    save(cast, page)
    assert list(stored(cast)) == [("Plans", "2015-16-Q4")]


def test_two_rows_of_one_name_need_their_labels(cast, rows):
    with council_context(cast.council.id):
        Indicator.objects.filter(title="Plans").update(title="Attendance")
    assert "names several rows. Use its label and title" in text_of(
        checked(cast, "Title,Q4 2015-16\nAttendance,3")
    )
    imported(cast, "Label,Title,Q4 2015-16\n3,Attendance,3")
    with council_context(cast.council.id):
        assert Reading.objects.get().indicator.label == "3."


def test_a_closed_quarter_and_a_derived_row_take_no_figures(cast, rows):
    with council_context(cast.council.id):
        ReportingPeriod.objects.filter(label="2015-16-Q4").update(closed_at=timezone.now())
        Indicator.objects.filter(title="Plans").update(kind="derived")
    said = text_of(checked(cast, "Title,Q4 2015-16,Q1 2016-17\nAttendance,3,\nPlans,,4"))
    assert "Q4 2015–16 is closed, so its figures stay as they are" in said
    assert "is a derived row, so nobody types its values" in said
    assert "There is nothing to save." in said


def test_a_figure_that_changed_since_the_check_is_shown_again(cast, rows):
    page = checked(cast, "Title,Q4 2015-16\nPlans,5")
    with council_context(cast.council.id):
        ReadingFactory(indicator=rows["Plans"], period="2015-16-Q4", value=9)
    again = save(cast, page)
    assert again.status_code == 409
    assert "The figures have changed since you checked them." in text_of(again)
    assert stored(cast)[("Plans", "2015-16-Q4")][0] == 9
    save(cast, again)
    assert stored(cast)[("Plans", "2015-16-Q4")][0] == 5


def test_nothing_sent_and_a_file_too_large_are_said(cast, rows):
    page = cast.client().post(address(cast), {"step": "check"})
    assert page.status_code == 422 and "Choose an Excel or CSV file, or paste the cells" in text_of(page)
    large = SimpleUploadedFile("figures.csv", b"x" * 1_000_001)
    page = cast.client().post(address(cast), {"step": "check", "file": large})
    assert "That is more than 1 MB" in text_of(page)


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_who_may_not_record_imports_nothing(cast, rows, role):
    client = cast.client(role)
    assert client.get(address(cast)).status_code == 403
    assert checked(cast, SHEET, client).status_code == 403
    assert stored(cast) == {}


def test_an_outsider_gets_404(cast, rows):
    assert cast.outsider_client().get(address(cast)).status_code == 404


@pytest.mark.parametrize("number", [3, 60])
def test_the_check_asks_as_much_for_many_rows_as_for_few(cast, rows, number, django_assert_max_num_queries):
    text = "Title,Q1 2016-17\n" + "\n".join(f"Row {at},3" for at in range(number))
    client = cast.client()
    client.get(address(cast))
    with django_assert_max_num_queries(13):
        assert checked(cast, text, client).status_code == 200


def test_figures_that_look_wrong_are_left_out_unless_the_person_is_sure(cast, rows):
    sheet = "Indicator\tQ1 2016-17\n1. Attendance\t144.6\n2. Timeliness\t50"
    page = checked(cast, sheet)
    words = text_of(page)
    assert "1 new, 0 changed, 0 the same, 0 with an error, 1 that looks wrong." in words
    assert "144.6% is more than 100%." in words
    save(cast, page)
    with council_context(cast.council.id):
        assert [each.value for each in Reading.objects.all()] == [50]
    again = checked(cast, sheet)
    seen = re.search(r'name="seen" value="([^"]*)"', again.content.decode())[1]
    data = {"step": "save", "seen": seen, "text": again.context["text"]}
    nothing = cast.client().post(address(cast), data)
    assert nothing.status_code == 422 and "There is nothing to save." in text_of(nothing)
    assert cast.client().post(address(cast), data | {"sure": "yes"}).status_code == 302
    with council_context(cast.council.id):
        assert {each.value for each in Reading.objects.all()} == {50, Decimal("144.6")}
