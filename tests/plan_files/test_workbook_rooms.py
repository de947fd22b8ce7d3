"""Links, risks, money, inspection areas and evidence in a workbook."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from boards.models import Board
from councils.actors import Actor
from councils.permissions import ROLE_PERMISSIONS, Permission, Role
from councils.tenancy import council_context
from deliverables.models import Deliverable, DeliverableLink
from evidence.actions import LinkedTo, add_area, add_evidence, map_area
from evidence.models import AreaItem, AreaPartner, Evidence, EvidenceLink, InspectionArea
from indicators.models import Indicator
from money.actions import LineFacts, add_line
from money.models import BudgetLine
from plan_files.workbook.export import book_of
from risks.actions import RiskFacts, add_risk
from risks.models import Risk
from tests.factories import DeliverableFactory, OrganisationFactory
from tests.plan_files.test_workbook_lists import imported, problems
from tests.plan_files.test_workbook_views import added, column, downloaded, plan, put, uploaded

pytestmark = pytest.mark.django_db

assert plan  # a fixture
ROOMS = ("Links", "Risks", "Money", "Areas", "Evidence")
LEVELS = {"inherent_likelihood": 4, "inherent_impact": 4, "current_likelihood": 3, "current_impact": 3}
LATER = date(2030, 1, 1)
TODAY, NOW = date(2016, 7, 8), datetime(2016, 7, 8, 12, tzinfo=UTC)


@pytest.fixture
def rooms(cast, plan):
    """One thing of each, linked to the first deliverable and to one that was dropped."""
    with council_context(cast.council.pk):
        by = Actor.system(cast.council)
        one, two = Deliverable.objects.in_plan_order()
        gone = DeliverableFactory(strand=one.strand, number="3", dropped_on=date(2016, 5, 1))
        both = [one, gone]
        DeliverableLink.objects.create(deliverable=one, other=two, kind="depends_on", note="First")
        DeliverableLink.objects.create(deliverable=one, other=gone, kind="see_also")
        facts = RiskFacts(title="=Too few staff", cause="-Vacancies", deliverables=both, **LEVELS)
        add_risk(strategy=plan, facts=facts, by=by)
        line = LineFacts(
            name="Training", financial_year="2016-17", planned=Decimal("12000.5"), deliverables=both
        )
        add_line(strategy=plan, facts=line, by=by, today=TODAY)
        lead = OrganisationFactory(name="Health Board")
        area = add_area(
            strategy=plan, text="Children wait", number="1", by=by, lead=lead, boards=Board.objects.all()
        )
        items = LinkedTo(strands=[one.strand], deliverables=both, indicators=Indicator.objects.all())
        map_area(area=area, items=items, by=by)
        said = {"strategy": plan, "of_on": date(2016, 6, 1), "by": by, "today": TODAY, "now": NOW}
        linked = LinkedTo(deliverables=both, areas=[area])
        add_evidence(title="Report", address="https://www.example.org/report", linked=linked, **said)
        add_evidence(title="Minutes", file_name="minutes.txt", content=b"Agreed.", **said)
    return plan


def test_they_go_out_and_back_without_a_change(cast, rooms):
    client = cast.client()
    book = downloaded(client)
    said = [cell.value for cell in book["Evidence"][column_of(book, "Evidence", "File")]]
    assert said == ["File", None, "minutes.txt (Text file, 1 kB)"]
    assert book["Risks"].cell(2, column(book["Risks"], "Title")).data_type == "s"
    assert book["Money"].cell(2, column(book["Money"], "Planned (£)")).value == 12000.5
    offered = [
        each.sqref
        for each in book["Risks"].data_validations.dataValidation
        if each.formula1 == '"1,2,3,4,5,6"'
    ]
    assert len(offered) == 6
    assert b"Nothing would change" in client.get(uploaded(client, book).url).content


def column_of(book, sheet, title):
    return book[sheet].cell(1, column(book[sheet], title)).column_letter


def test_rows_are_changed_and_added_and_one_undo_takes_them_back(cast, rooms):
    client = cast.client()
    with council_context(cast.council.pk):
        before = book_of(rooms)
    book = downloaded(client)
    one, two = (book["Deliverables"].cell(row, 1).value for row in (2, 3))
    put(book["Links"], 2, "Note", "Before it")
    added(book["Links"], Deliverable=two, Kind="see also", **{"Other deliverable": one})
    put(book["Risks"], 2, "Status", "Closed")
    put(book["Risks"], 2, "Owner", "Jo King")
    put(book["Risks"], 2, "Threatens", two)
    levels = {f"{when} {what}": 2 for when in ("Inherent", "Current") for what in ("likelihood", "impact")}
    added(book["Risks"], Title="A new law", **levels)
    put(book["Money"], 2, "Spent (£)", 300)
    put(book["Money"], 2, "Spent to", date(2016, 6, 30))
    added(book["Money"], Name="Rooms", **{"Financial year": "2017/18", "Planned (£)": "1,000"})
    put(book["Areas"], 2, "Text", "Children wait too long")
    added(book["Areas"], Id="new", Kind="Area for priority action", Text="Plans are late", Deliverables=two)
    put(book["Evidence"], 3, "What it shows", "That it was agreed")
    added(
        book["Evidence"],
        Title="Survey",
        Address="https://www.example.org/survey",
        Areas="new",
        **{"Date that it is of": date(2016, 7, 1)},
    )
    page = imported(client, book)
    assert "Workbook imported" in page.content.decode()
    with council_context(cast.council.pk):
        link, risk = DeliverableLink.objects.get(kind="depends_on"), Risk.objects.get(number=1)
        assert link.note == "Before it"
        assert DeliverableLink.objects.count() == 3
        assert (risk.status, risk.owner.initials) == ("closed", "JK")
        assert sorted(risk.links.values_list("deliverable__number", flat=True)) == ["2", "3"]
        assert Risk.objects.get(number=2).title == "A new law"
        spent, new = BudgetLine.objects.order_by("financial_year")
        assert (spent.spent, spent.planned, new.financial_year) == (300, Decimal("12000.5"), "2017-18")
        first, second = InspectionArea.objects.all()
        assert (first.text, second.kind) == ("Children wait too long", "priority")
        assert AreaPartner.objects.get().area == first
        assert AreaItem.objects.filter(area=first).count() == 4
        assert AreaItem.objects.get(area=second).deliverable.number == "2"
        assert Evidence.objects.get(title="Minutes").shows == "That it was agreed"
        assert EvidenceLink.objects.get(evidence__title="Survey").area == second
    assert "Nothing would change" in client.get(uploaded(client, book).url).content.decode()
    tags = next(iter(page.context["messages"])).extra_tags
    client.post("/northport/undo/", {"act": tags.removeprefix("undo:")})
    with council_context(cast.council.pk):
        assert book_of(rooms) == before


WRONG_RISK = {"Title": "New", "Inherent likelihood": 2, "Inherent impact": 2, "Current impact": 2}


@pytest.mark.parametrize(
    ("sheet", "cells", "why"),
    [
        ("Links", {"Kind": "See also", "Deliverable": "nothing"}, "Deliverable: No row of the sheet"),
        ("Risks", {"Title": "New"}, "Inherent likelihood: This is empty. Enter one of: 1, 2"),
        ("Risks", {**WRONG_RISK, "Current likelihood": 6}, "likelihood: Enter a whole number from 1 to 5"),
        ("Risks", {**WRONG_RISK, "Current likelihood": 5}, "is above the inherent score, 4"),
        ("Risks", {"Title": "New", "Owner": "Nobody Known"}, "Owner: “Nobody Known” is not"),
        ("Risks", {"Title": "New", "Threatens": "nothing"}, "Threatens: No row of the sheet Deliverables"),
        ("Risks", {"Title": "New", "Cause": "x" * 2001}, "Cause: This has 2,001 characters"),
        ("Money", {"Name": "New", "Financial year": "2016"}, "Financial year: Enter a financial year"),
        ("Money", {"Name": "New", "Financial year": "2016-17", "Spent (£)": 3}, "Enter the date to which"),
        ("Money", {"Name": "New", "Planned (£)": -3}, "Planned (£): Enter an amount of 0 or more"),
        ("Money", {"Name": "New", "Planned (£)": 0.123}, "An amount may have 12 digits"),
        ("Areas", {"Text": "New", "Lead partner": "Nobody"}, "“Nobody” is not an organisation"),
        ("Areas", {"Text": "New", "Boards": "Nobody"}, "“Nobody” is not a board"),
        ("Areas", {"Text": "New", "Strands": "Z"}, "The sheet Strands has no code Z"),
        ("Evidence", {"Title": "New"}, "Address: Enter the address of a page"),
        ("Evidence", {"Title": "New", "Address": "http://example.org"}, "begins with https://"),
        ("Evidence", {"Title": "New", "Areas": "nothing"}, "No row of the sheet Areas has the id nothing"),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_place(cast, rooms, sheet, cells, why):
    client = cast.client()
    book = downloaded(client)
    row = book[sheet].max_row + 1
    for title, value in cells.items():
        put(book[sheet], row, title, value)
    found = problems(client, book)
    assert any(why in each and f"Sheet {sheet}, row {row}" in each for each in found), found


@pytest.mark.parametrize(
    ("sheet", "cells", "why"),
    [
        ("Links", {"Kind": "Depends on"}, "This would go in a circle"),
        (
            "Money",
            {"Name": "New", "Financial year": "2016-17", "Spent (£)": 3, "Spent to": date(2030, 1, 1)},
            "after today",
        ),
        (
            "Evidence",
            {"Title": "New", "Date that it is of": LATER, "Address": "https://www.example.org/"},
            "after today",
        ),
    ],
)
def test_what_an_action_refuses_is_placed_and_nothing_is_saved(cast, rooms, sheet, cells, why):
    client = cast.client()
    book = downloaded(client)
    row = book[sheet].max_row + 1
    one, two = (book["Deliverables"].cell(number, 1).value for number in (2, 3))
    ends = {"Deliverable": two, "Other deliverable": one} if sheet == "Links" else {}
    for title, value in (cells | ends).items():
        put(book[sheet], row, title, value)
    put(book["Deliverables"], 2, "Title", "Another title")
    url = uploaded(client, book).url
    page = client.get(url)
    assert not page.context["problems"]
    answer = client.post(url, {"step": "import", "seen": page.context["found"].digest})
    assert answer.status_code == 422
    said = str(answer.context["problems"][0])
    assert f"Sheet {sheet}, row {row}" in said
    assert why in said
    with council_context(cast.council.pk):
        assert not Deliverable.objects.filter(title="Another title").exists()


def test_a_file_stays_as_it_is(cast, rooms):
    client = cast.client()
    book = downloaded(client)
    put(book["Evidence"], 3, "File", "other.txt")
    put(book["Evidence"], 3, "Address", "https://www.example.org/")
    found = " ".join(problems(client, book))
    assert "File: A file stays as it is. Put back “minutes.txt" in found
    assert "Address: This evidence is a file, not a page. Empty this cell" in found


def test_a_file_of_another_plan_is_left_out_and_named(cast, rooms):
    client = cast.client()
    book = downloaded(client)
    with council_context(cast.council.pk):
        Evidence.objects.filter(title="Minutes").delete()
    page = client.get(uploaded(client, book).url).content.decode()
    assert "Nothing would change" in page
    assert "On the sheet Evidence, row 3: the file of “Minutes” is not in this plan" in page


def test_a_workbook_from_before_has_none_of_these_sheets_and_changes_none(cast, rooms):
    client = cast.client()
    book = downloaded(client)
    for sheet in ROOMS:
        del book[sheet]
    assert b"Nothing would change" in client.get(uploaded(client, book).url).content


def test_they_are_in_csv_and_json(cast, rooms):
    whole = cast.client(Role.READER).get("/northport/strategies/plan/workbook.json").json()
    assert [each["title"] for each in whole["evidence"]] == ["Report", "Minutes"]
    [risk] = whole["risks"]
    assert (risk["current_likelihood"], risk["target_impact"], risk["names"]) == (3, None, ["A1 Train staff"])
    assert whole["money"][0]["planned"] == 12000.5
    assert whole["areas"][0]["lead"] == "Health Board"
    assert "file_sha256" not in str(whole)


@pytest.mark.parametrize("name", ["workbook.xlsx", "workbook-csv.zip", "workbook.json"])
def test_evidence_is_only_for_those_who_may_see_progress(cast, rooms, monkeypatch, name):
    without = ROLE_PERMISSIONS[Role.READER] - {Permission.PROGRESS_VIEW}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.READER, without)
    assert cast.client(Role.READER).get(f"/northport/strategies/plan/{name}").status_code == 403


def test_only_those_who_record_progress_bring_evidence_back(cast, rooms, monkeypatch):
    without = ROLE_PERMISSIONS[Role.OFFICER] - {Permission.PROGRESS_RECORD}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.OFFICER, without)
    client = cast.client()
    book = downloaded(client)
    put(book["Evidence"], 2, "Title", "Another title")
    url = uploaded(client, book).url
    seen = client.get(url).context["found"].digest
    assert client.post(url, {"step": "import", "seen": seen}).status_code == 403
    with council_context(cast.council.pk):
        assert Evidence.objects.filter(title="Report").exists()


def test_a_frozen_copy_does_not_have_them(cast, rooms):
    with council_context(cast.council.pk):
        assert not set(ROOMS) & set(book_of(rooms, rooms=False).rows)
