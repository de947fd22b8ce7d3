"""The pages of the workbook: download, upload, check, import, Undo."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from boards.models import Board
from councils.models import Change, Person
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Assignment, Deliverable, DuePoint
from indicators.models import Indicator, Reading
from plan_files.models import PlanImport
from strategies.models import Outcome, Strand, Strategy
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    IndicatorFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StrandFactory,
    StrategyFactory,
)
from tests.pages import text_of

pytestmark = pytest.mark.django_db

UPLOAD = "/northport/import/workbook/"


@pytest.fixture
def plan(cast):
    """A plan with two strands, two deliverables, a lead, an indicator and a board."""
    with council_context(cast.council.pk):
        strategy = StrategyFactory(slug="plan", title="Our plan")
        first = StrandFactory(strategy=strategy, code="A", title="Early help", position=1)
        StrandFactory(strategy=strategy, code="B", title="Health", position=2)
        outcome = Outcome.objects.create(strand=first, title="Children are heard", position=1)
        one = DeliverableFactory(strand=first, number="1", position=1, title="Train staff", outcome=outcome)
        DeliverableFactory(strand=first, number="2", position=2, title="=SUM(A1)", detail=["+1", "-2"])
        DuePointFactory(deliverable=one, source_text="Sep 2016")
        person = PersonFactory(initials="JK", name="Jo King", email="jo@example.org", state="identified")
        AssignmentFactory(deliverable=one, person=person, state="identified")
        IndicatorFactory(strategy=strategy, title="Attendance", label="1", position=1)
        ReadingFactory(indicator=Indicator.objects.get(), period="2015-16-Q4", value=81.5)
        BoardFactory(name="SEND Board", slug="send-board", position=1)
    return strategy


def downloaded(client, address="/northport/strategies/plan/workbook.xlsx"):
    return load_workbook(BytesIO(client.get(address).content))


def as_file(workbook):
    file = BytesIO()
    workbook.save(file)
    return SimpleUploadedFile("plan.xlsx", file.getvalue())


def uploaded(client, workbook):
    return client.post(UPLOAD, {"file": as_file(workbook)})


def column(page, title):
    return next(cell.column for cell in page[1] if cell.value == title)


def put(page, row, title, value):
    page.cell(row, column(page, title)).value = value


def added(page, **cells):
    row = page.max_row + 1
    for title, value in cells.items():
        put(page, row, title.replace("_", " "), value)


def test_the_workbook_goes_out_and_back_without_a_change(cast, plan):
    client = cast.client()
    answer = uploaded(client, downloaded(client))
    page = client.get(answer.url)
    assert page.status_code == 200
    assert b"Nothing would change" in page.content


def test_formulas_stay_text_on_the_way_out_and_in(cast, plan):
    page = downloaded(cast.client())["Deliverables"]
    cell = page.cell(3, column(page, "Title"))
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=SUM(A1)", "s", True)
    assert page.freeze_panes == "A2"


def test_a_changed_workbook_is_shown_imported_and_undone(cast, plan):
    client = cast.client()
    book = downloaded(client)
    deliverables, due, people = book["Deliverables"], book["Due points"], book["People"]
    put(deliverables, 2, "Title", "Train all staff")
    put(deliverables, 2, "Leads", "JK; Ann Lee (launch)")
    put(due, 2, "Due date", date(2016, 10, 31))
    added(people, Kind="Person", Initials="AL", Name="Ann Lee")
    added(deliverables, Id="new 1", Strand="B", Title="Open a clinic", Leads="tbc", Outcome="")
    added(due, Deliverable="new 1", Due_date=date(2016, 12, 31), Precision="Month", Date_as_printed="Dec 16")
    added(book["Strands"], Code="C", Title="Housing")
    answer = uploaded(client, book)
    page = client.get(answer.url)
    shown = page.content.decode()
    for words in ("Train staff", "Train all staff", "Open a clinic", "C: Housing", "31 October 2016"):
        assert words in shown
    seen = page.context["found"].digest
    refused = client.post(answer.url, {"step": "import", "seen": seen})
    assert refused.status_code == 422
    assert "Enter the reason" in refused.content.decode()
    saved = client.post(
        answer.url, {"step": "import", "seen": seen, "reason": "A venue fell through."}, follow=True
    )
    assert "Workbook imported" in saved.content.decode()
    with council_context(cast.council.pk):
        first = Deliverable.objects.get(title="Train all staff")
        assert first.version == 2
        point = first.due_points.get()
        assert (point.due_on, point.original_due_on) == (date(2016, 10, 31), date(2016, 9, 30))
        assert [str(each.person) for each in first.assignments.all()] == ["Jo King (JK)", "Ann Lee (AL)"]
        new = Deliverable.objects.get(title="Open a clinic")
        assert new.strand.code == "B"
        assert new.due_points.get().source_text == "Dec 16"
        assert new.assignments.get().state == "to_confirm"
        assert Strand.objects.filter(code="C").exists()
        verbs = set(Change.objects.filter(reason="A venue fell through.").values_list("verb", flat=True))
        assert verbs == {"workbook.imported"}
    log = client.get("/northport/changes/?view=log").content.decode()
    assert "imported a workbook" in log
    tags = next(iter(saved.context["messages"])).extra_tags
    client.post("/northport/undo/", {"act": tags.removeprefix("undo:")})
    with council_context(cast.council.pk):
        assert not Deliverable.objects.filter(title="Open a clinic").exists()
        assert not Person.objects.filter(initials="AL").exists()
        assert Deliverable.objects.get(number="1").title == "Train staff"
        assert DuePoint.objects.get().due_on == date(2016, 9, 30)
        assert Assignment.objects.count() == 1


def test_problems_name_sheet_row_and_column(cast, plan):
    client = cast.client()
    book = downloaded(client)
    put(book["Deliverables"], 2, "Title", "")
    put(book["Deliverables"], 3, "Strand", "Z")
    put(book["Due points"], 2, "Due date", "soon")
    put(book["Due points"], 2, "Precision", "=1+1")
    added(book["Targets"], Indicator="nobody", Period="last year")
    page = client.get(uploaded(client, book).url).content.decode()
    for words in (
        "Sheet Due points, row 2, Due date: “soon” is not a date",
        "Sheet Due points, row 2, Precision: This is a formula",
    ):
        assert words in page
    put(book["Due points"], 2, "Due date", date(2016, 9, 30))
    put(book["Due points"], 2, "Precision", "Month")
    page = client.get(uploaded(client, book).url)
    for words in (
        "Sheet Deliverables, row 2, Title: This is empty",
        "Sheet Deliverables, row 3, Strand: The sheet Strands has no code Z",
        "Sheet Targets, row 2, Indicator: No row of the sheet Indicators has this id",
        "Sheet Targets, row 2, Period: &#x27;last year&#x27; is not a period",
    ):
        assert words in page.content.decode()
    assert "Import these changes" not in page.content.decode()


def test_rows_that_are_missing_stay_and_are_pointed_out(cast, plan):
    client = cast.client()
    book = downloaded(client)
    book["Deliverables"].delete_rows(3)
    page = client.get(uploaded(client, book).url)
    assert [part.missing for part in page.context["parts"]] == [["A2 =SUM(A1)"]]
    assert not page.context["may_import"]


def test_a_row_that_was_dropped_is_not_added_again(cast, plan):
    client = cast.client()
    book = downloaded(client)
    with council_context(cast.council.pk):
        Deliverable.objects.filter(number="2").update(dropped_on=date(2016, 7, 1), dropped_reason="Done")
    page = client.get(uploaded(client, book).url).content.decode()
    assert "Sheet Deliverables, row 3: This was dropped on 1 July 2016" in page


def test_an_import_of_what_someone_has_changed_since_is_shown_again(cast, plan):
    client = cast.client()
    book = downloaded(client)
    put(book["Deliverables"], 2, "Title", "Train all staff")
    url = uploaded(client, book).url
    seen = client.get(url).context["found"].digest
    with council_context(cast.council.pk):
        Deliverable.objects.filter(number="1").update(title="Train some")
    answer = client.post(url, {"step": "import", "seen": seen})
    assert answer.status_code == 409
    assert "Train some" in answer.content.decode()


def test_the_empty_workbook_becomes_a_plan(cast, plan):
    client = cast.client()
    book = downloaded(client, "/northport/import/workbook/template.xlsx")
    added(book["Strategy"], Title="A new one", Kind="Action plan")
    added(book["Strands"], Code="1", Title="Whole system")
    added(book["Outcomes"], Kind="Outcome", Strand="1", Title="Fair", Measures="Fewer appeals\nQuicker plans")
    added(book["Deliverables"], Strand="1", Title="Write it", Outcome="fair", Leads="JK/XY")
    url = uploaded(client, book).url
    page = client.get(url)
    client.post(url, {"step": "import", "seen": page.context["found"].digest})
    with council_context(cast.council.pk):
        new = Strategy.objects.get(title="A new one")
        assert new.strand_noun == "Strand"
        made = Deliverable.objects.get(strategy=new)
        assert made.outcome.title == "Fair"
        assert [str(each) for each in made.outcome.measures.all()] == ["Fewer appeals", "Quicker plans"]
        assert [each.person.initials for each in made.assignments.all()] == ["JK", "XY"]
        again = uploaded(client, book).url
        assert not client.get(again).context["found"].any


def test_figures_come_back(cast, plan):
    client = cast.client()
    book = downloaded(client)
    with council_context(cast.council.pk):
        row = str(Indicator.objects.get().public_id)
    put(book["Readings"], 2, "Value", 82)
    added(book["Readings"], Indicator=row, Period="2016-17-Q1", Value=83.25, Note="Checked")
    added(book["Targets"], Indicator=row, Period="2017-03-31", Target=90, Tolerance=2)
    added(
        book["Indicators"], Table="Secondary indicators", Title="Absence", Kind="Quantitative", Unit="Percent"
    )
    added(book["Boards"], Name="Health Board", Kind="Board", Reports_to="SEND Board (to confirm) | Diagram")
    put(book["Boards"], 2, "Oversees strands", "A\nB")
    url = uploaded(client, book).url
    page = client.get(url)
    assert page.context["problems"] == []
    saved = client.post(url, {"step": "import", "seen": page.context["found"].digest}, follow=True)
    assert "Workbook imported" in saved.content.decode()
    with council_context(cast.council.pk):
        readings = Reading.objects.order_by("ends_on").values_list("period", "value", "note")
        assert [*map(str, [value for _, value, _ in readings])] == ["82.0000", "83.2500"]
        assert Indicator.objects.filter(title="Absence", position=2).exists()
        board = Board.objects.get(name="Health Board")
        link = board.parent_links.get()
        assert (link.parent.name, link.to_confirm, link.note) == ("SEND Board", True, "Diagram")
        assert Board.objects.get(slug="send-board").oversights.count() == 2
    assert not client.get(uploaded(client, downloaded(client)).url).context["found"].any


def test_personal_columns_are_only_for_those_who_may_see_them(cast, plan):
    officer = downloaded(cast.client())["People"]
    reader = downloaded(cast.client(Role.READER))["People"]
    assert "Email address" in [cell.value for cell in officer[1]]
    assert "jo@example.org" in [cell.value for row in officer for cell in row]
    assert "Email address" not in [cell.value for cell in reader[1]]
    assert (
        b"jo@example.org"
        not in cast.client(Role.READER).get("/northport/strategies/plan/workbook.json").content
    )
    assert b"jo@example.org" in cast.client().get("/northport/strategies/plan/workbook.json").content


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_only_those_who_change_the_plan_import(cast, plan, role):
    book = downloaded(cast.client())
    kept = uploaded(cast.client(), book).url
    client = cast.client(role)
    assert client.get(UPLOAD).status_code == 403
    assert client.post(kept, {"step": "import"}).status_code == 403
    assert client.get(f"{UPLOAD}template.xlsx").status_code == 403
    assert client.get("/northport/strategies/plan/workbook.xlsx").status_code == 200


def test_an_outsider_finds_nothing(cast, plan):
    client = cast.outsider_client()
    kept = uploaded(cast.client(), downloaded(cast.client())).url
    for address in (UPLOAD, kept, "/northport/strategies/plan/workbook.xlsx"):
        assert client.get(address).status_code == 404
    assert client.get(kept.replace("northport", "southshire")).status_code == 404


def test_what_is_no_workbook_is_refused(cast, plan):
    client = cast.client()
    answer = client.post(UPLOAD, {"file": SimpleUploadedFile("plan.xlsx", b"PK\x03\x04half")})
    assert answer.status_code == 422
    assert "damaged" in answer.content.decode()


def test_downloads_take_a_known_number_of_queries(cast, plan, django_assert_max_num_queries):
    client = cast.client()
    for kind in ("workbook.xlsx", "workbook-csv.zip", "workbook.json"):
        with django_assert_max_num_queries(54):
            client.get(f"/northport/strategies/plan/{kind}")
    url = uploaded(client, downloaded(client)).url
    with django_assert_max_num_queries(60):
        client.get(url)


def test_small_numbers_are_only_for_those_who_record_figures(cast, plan):
    with council_context(cast.council.pk):
        Reading.objects.update(value=3)
        Indicator.objects.update(unit="number")
    values = {}
    for role in (Role.OFFICER, Role.READER):
        page = downloaded(cast.client(role))["Readings"]
        values[role] = [cell.value for cell in page["E"]][1:]
    assert values == {Role.OFFICER: [3], Role.READER: []}
    plan_as_json = cast.client().get("/northport/strategies/plan/workbook.json").json()
    assert [(each["value"], each["missing_code"]) for each in plan_as_json["readings"]] == [(None, "c")]


def test_rows_that_move_need_a_reason_and_take_the_order_of_the_file(cast, plan):
    client = cast.client()
    book = downloaded(client)
    page = book["Deliverables"]
    first, second = ([cell.value for cell in page[row]] for row in (2, 3))
    for at, (one, other) in enumerate(zip(first, second, strict=True), 1):
        page.cell(2, at).value, page.cell(3, at).value = other, one
    put(page, 2, "Title", "Write it down")
    put(page, 3, "Strand", "B")
    refused = client.get(uploaded(client, book).url).content.decode()
    assert "row 3, Outcome: The sheet Outcomes has no “Children are heard” in strand B" in refused
    put(page, 3, "Outcome", "")
    url = uploaded(client, book).url
    seen = client.get(url).context["found"].digest
    assert client.post(url, {"step": "import", "seen": seen}).status_code == 422
    client.post(url, {"step": "import", "seen": seen, "reason": "Health leads it now."})
    with council_context(cast.council.pk):
        rows = Deliverable.objects.in_plan_order().values_list("strand__code", "number", "outcome__title")
        assert list(rows) == [("A", "2", None), ("B", "1", None)]


def test_a_deleted_workbook_is_gone(cast, plan):
    client = cast.client()
    url = uploaded(client, downloaded(client)).url
    assert "Nothing was changed" in client.post(url, {"step": "delete"}, follow=True).content.decode()
    assert client.get(url).status_code == 404


def test_pages_to_print(cast, plan, django_assert_max_num_queries):
    with council_context(cast.council.pk):
        PeriodFactory()
        ProgressUpdateFactory(
            deliverable=Deliverable.objects.get(number="1"), rag="red", narrative="No venue."
        )
        person = Person.objects.get()
    client = cast.client(Role.READER)
    for address in ("strategies/plan/strands/A/print/", f"people/{person.public_id}/print/"):
        with django_assert_max_num_queries(20):
            page = client.get(f"/northport/{address}")
        shown = page.content.decode()
        for words in ("A1 Train staff", "Sep 2016", "No venue.", "Path to green: Book another."):
            assert words in shown
        assert cast.outsider_client().get(f"/northport/{address}").status_code == 404
    assert "A2" not in text_of(page)


def test_a_workbook_that_is_uploaded_as_somebodys_plan_goes_to_its_own_check(cast, plan):
    client = cast.client()
    content = client.get("/northport/strategies/plan/workbook.xlsx").content
    file = SimpleUploadedFile("plan.xlsx", content)
    answer = client.post("/northport/import/", {"plan": "plan", "file": file}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(f"{UPLOAD}?file=")
    assert "This is a workbook of a plan. Check what it changes." in answer.content.decode()
    with council_context(cast.council.pk):
        assert not PlanImport.objects.exists()
