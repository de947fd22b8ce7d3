"""Budget lines: differences and totals (docs/rules/budget-lines.md), the table, the form, Undo and the CSV file."""

import csv
import re
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.refusals import ChangeRefused
from councils.permissions import Role
from councils.tenancy import council_context
from money.actions import LineFacts, add_line
from money.headline import headline, more_words
from money.models import BudgetLine
from money.rules import Amounts, Total, ends_before, financial_year_of, financial_year_typed, pounds
from tests.boards.forms import fields_of
from tests.factories import DeliverableFactory, PeriodFactory, StrandFactory, StrategyFactory
from tests.pages import FRAME, main_text_of, text_of
from tests.truth_tables import day_or_none, parts, read_aloud, truth_table

LIST, TODAY = "/northport/strategies/plan/money/", date(2016, 7, 8)
WRITERS = {Role.OFFICER, Role.ADMINISTRATOR}


def amount(text):
    return None if text == "none" else Decimal(text.replace("£", "").replace(",", ""))


@pytest.mark.parametrize("row", truth_table("budget-lines", "What is said of a line"), ids=read_aloud)
def test_what_is_said_of_a_line(row):
    line = Amounts(amount(row["Planned"]), amount(row["Spent"]), amount(row["Forecast"]))
    assert (line.difference_words, line.is_overspent) == (row["Difference"], row["Overspent"] == "yes")


@pytest.mark.parametrize("row", truth_table("budget-lines", "What is said of a total"), ids=read_aloud)
def test_what_is_said_of_a_total(row):
    pairs = [map(amount, line.split("/")) for line in parts(row["Lines"], ";")]
    total = Total([Amounts(planned, None, forecast) for planned, forecast in pairs])
    assert total.planned_words == row["Planned"]
    assert total.forecast_words == row["Forecast"]
    assert total.difference_words == row["Difference"]


@pytest.mark.parametrize("row", truth_table("budget-lines", "What is said of the whole plan"), ids=read_aloud)
def test_what_is_said_of_the_whole_plan(row):
    total = Total([Amounts(*map(amount, line.split("/"))) for line in parts(row["Lines"], ";")])
    said = f"{headline(total, years=int(row['Years']))} {more_words(total)}"
    assert said.strip() == row["Says"]


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("2016-17", "2016-17"),
        ("2016/17", "2016-17"),
        (" 2016–2017 ", "2016-17"),
        ("2016-18", ""),
        ("2016", ""),
    ],
)
def test_a_financial_year_as_people_write_it(typed, year):
    assert financial_year_typed(typed) == year


def test_the_year_begins_in_april_and_pounds_have_pence():
    assert (
        financial_year_of(date(2017, 3, 31)) == "2016-17" and financial_year_of(date(2017, 4, 1)) == "2017-18"
    )
    assert pounds(Decimal("-1234.5")) == "−£1,234.50" and financial_year_of(date(2099, 5, 1)) == "2099-00"


@pytest.mark.parametrize("row", truth_table("copied-plans", "Which budget lines go on"), ids=read_aloud)
def test_which_budget_lines_go_on_into_a_copy(row):
    stays = ends_before(row["Financial year"], day_or_none(row["The new plan starts on"]))
    assert stays == (row["Goes on"] == "no")


@pytest.fixture
def plan(cast):
    with council_context(cast.council.id):
        PeriodFactory()
        plan = StrategyFactory(slug="plan", title="The plan", deliverable_noun="Milestone")
        DeliverableFactory(strand=StrandFactory(strategy=plan, code="A"), number="1", title="Train schools")
        return plan


@pytest.fixture
def line(cast, plan):
    with council_context(cast.council.id):
        said = LineFacts(
            name="Training",
            code="T1",
            financial_year="2016-17",
            planned=Decimal("10000"),
            spent=Decimal("2500.50"),
            spent_on=date(2016, 6, 30),
            forecast=Decimal("12000"),
            saving=Decimal("500"),
            deliverables=list(plan.deliverables.select_related("strand")),
        )
        return add_line(strategy=plan, facts=said, by=cast.actor(), today=TODAY)


@pytest.mark.parametrize("role", list(Role))
def test_every_member_reads_the_table_and_officers_change_it(cast, line, role):
    client = cast.client(role)
    text = main_text_of(client.get(LIST))
    assert "£2,500.50 of £10,000 spent. Forecast: £12,000, £2,000 over plan. Saving expected: £500." in text
    assert "£10,000.00 £2,500.50 to 30 June 2016 £12,000.00 £2,000.00 over plan £500.00 A1" in text
    assert "Total of 2016-17 £10,000.00 £2,500.50 £12,000.00 £2,000.00 over plan £500.00" in text
    assert ("Add a budget line" in text) is (role in WRITERS)
    for path in (f"{LIST}add/", f"/northport/money/{line.public_id}/change/"):
        assert client.get(path).status_code == (200 if role in WRITERS else 403)


@pytest.mark.parametrize("page", ["change/", "remove/"])
def test_for_an_outsider_there_is_no_line(cast, line, page):
    path = f"/northport/money/{line.public_id}/{page}"
    for each in (path, path.replace("northport", "southshire"), LIST, f"{LIST}money.csv"):
        assert cast.outsider_client().get(each).status_code == 404


def test_a_line_is_added_changed_removed_and_undone(cast, plan):
    client = cast.client()
    with council_context(cast.council.id):
        one = plan.deliverables.get()
    page = f"{LIST}add/?deliverable={one.public_id}"
    shown = fields_of(client.get(page))
    assert (shown["financial_year"], shown["deliverables"]) == ("2016-17", str(one.public_id))
    sent = shown | {"name": "Base", "planned": "£1,200.50", "financial_year": "2016/17"}
    response = client.post(page, sent, follow=True)
    assert "Budget line added: Base, 2016-17" in text_of(response)
    assert "Planned £1,200.50, spent –, forecast –. No forecast." in text_of(
        client.get(one.get_absolute_url())
    )
    with council_context(cast.council.id):
        made = BudgetLine.objects.get()
    change = f"/northport/money/{made.public_id}/change/"
    response = client.post(change, fields_of(client.get(change)) | {"forecast": "1000"}, follow=True)
    assert "£200.50 under plan" in text_of(response)
    remove = f"/northport/money/{made.public_id}/remove/"
    response = client.post(remove, fields_of(client.get(remove)), follow=True)
    assert "Budget line removed: Base, 2016-17" in text_of(response)
    act = re.search(r'name="act" value="([^"]+)"', response.content.decode())[1]
    client.post("/northport/undo/", {"act": act, "next": LIST})
    with council_context(cast.council.id):
        assert BudgetLine.objects.get().links.count() == 1
    assert "changed the budget line Base, 2016-17" in text_of(client.get("/northport/changes/?view=log"))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": ""}, "Enter"),
        ({"financial_year": "2016-18"}, "Enter a financial year, such as 2016-17"),
        ({"planned": "much"}, "Enter an amount in pounds, such as 12,000 or 12,000.50"),
        ({"planned": "1.005"}, "Enter at most two decimals, for pence"),
        ({"planned": "-1"}, "Enter an amount of 0 or more"),
        ({"spent": "5"}, "Enter the date to which this was spent"),
        (
            {"spent_on_day": "1", "spent_on_month": "5", "spent_on_year": "2016"},
            "Enter the amount spent to this date, or remove the date",
        ),
        (
            {"spent": "5", "spent_on_day": "1", "spent_on_month": "5", "spent_on_year": "2030"},
            "Enter a date that is not after today",
        ),
    ],
)
def test_what_is_wrong_is_said(cast, plan, sent, words):
    typed = {"name": "Base", "financial_year": "2016-17", "note": "Agreed in May."} | sent
    response = cast.client().post(f"{LIST}add/", typed)
    assert response.status_code == 422
    assert words in text_of(response) and "Agreed in May." in response.content.decode()


def test_nothing_of_another_plan_is_paid_for(cast, plan):
    with council_context(cast.council.id), pytest.raises(ChangeRefused, match="belongs to another plan"):
        said = LineFacts(name="Base", financial_year="2016-17", deliverables=[DeliverableFactory()])
        add_line(strategy=plan, facts=said, by=cast.actor(), today=TODAY)


def test_the_file_has_a_row_for_each_line(cast, line):
    content = cast.client(Role.READER).get(f"{LIST}money.csv").content.decode("utf-8-sig")
    [row] = csv.DictReader(StringIO(content))
    assert (row["Name"], row["Planned (£)"], row["Spent to"]) == ("Training", "10000.00", "2016-06-30")
    assert (row["Difference"], row["Pays for"]) == ("£2,000.00 over plan", "A1 Train schools")


def test_the_table_asks_as_many_queries_for_many_as_for_one(cast, plan, line):
    client = cast.client()
    pages = [LIST, f"{LIST}money.csv", f"{LIST}add/", f"/northport/money/{line.public_id}/change/"]

    def count():
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries) - FRAME)
        return found

    before = count()
    with council_context(cast.council.id):
        for year in ("2016-17", "2017-18"):
            linked = [DeliverableFactory(strand=plan.strands.get()) for _ in range(3)]
            said = LineFacts(name="More", financial_year=year, deliverables=linked)
            add_line(strategy=plan, facts=said, by=cast.actor(), today=TODAY)
    assert count() == before == [3, 3, 2, 3]
