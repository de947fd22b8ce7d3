"""Filters of the calendar of returns, and its CSV file, which has what the page shows."""

import csv
from datetime import date

import pytest

from councils.permissions import Role
from councils.tenancy import council_context
from returns.models import OwedReturn, Sending
from tests.factories import PersonFactory, StrategyFactory
from tests.pages import main_text_of

pytestmark = pytest.mark.django_db

CALENDAR = "/northport/returns/"
FILE = f"{CALENDAR}returns.csv"


@pytest.fixture
def plan(cast):
    """Four returns on 8 July 2016: overdue, due soon, later and sent. The overdue one is about a plan."""
    with council_context(cast.council.id):
        ada, plan = PersonFactory(name="Ada Able", initials="AA"), StrategyFactory(title="Our plan")
        to = {"owed_to": "The department"}
        OwedReturn.objects.create(
            title="=Progress",
            due_on=date(2016, 7, 1),
            strategy=plan,
            owner_person=ada,
            evidence="Minutes",
            **to,
        )
        OwedReturn.objects.create(title="Census", due_on=date(2016, 8, 1), **to)
        OwedReturn.objects.create(title="Accounts", due_on=date(2016, 10, 1), owed_to="The auditor")
        sent = OwedReturn.objects.create(title="Survey", due_on=date(2016, 6, 1), repeats="yearly", **to)
        Sending.objects.create(owed=sent, sent_on=date(2016, 6, 3), person=ada, reference="R-1")
    return plan


def rows_of(answer):
    return list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))


def titles(answer):
    return [row["What is owed"] for row in rows_of(answer)]


def test_the_file_has_every_return_in_the_order_of_the_page(cast, plan):
    answer = cast.client(Role.READER).get(FILE)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="northport-returns.csv"'
    assert titles(answer) == ["'=Progress", "Census", "Accounts", "Survey"]
    first, *_, last = rows_of(answer)
    assert first == {
        "What is owed": "'=Progress",
        "To whom": "The department",
        "Plan": "Our plan",
        "Due on": "2016-07-01",
        "Repeats": "Once",
        "State": "Overdue",
        "In words": "Overdue by 7 days",
        "With what evidence": "Minutes",
        "Who answers for it": "Ada Able (AA)",
        "Sent on": "",
        "Sent by": "",
        "Reference": "",
    }
    assert (last["Sent on"], last["Sent by"], last["Reference"]) == ("2016-06-03", "Ada Able (AA)", "R-1")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("state=overdue", ["'=Progress"]),
        ("state=due_soon", ["Census"]),
        ("state=later", ["Accounts"]),
        ("state=sent", ["Survey"]),
        ("q=AUDITOR", ["Accounts"]),
        ("q=minutes", ["'=Progress"]),
        ("q=department&state=due_soon", ["Census"]),
        ("plan=PLAN", ["'=Progress"]),
        ("plan=PLAN&state=sent", []),
        ("q=nothing", []),
        ("state=nonsense&plan=nonsense", ["'=Progress", "Census", "Accounts", "Survey"]),
    ],
)
def test_page_and_file_show_what_matches(cast, plan, asked, found):
    asked, client = asked.replace("PLAN", str(plan.public_id)), cast.client()
    assert titles(client.get(f"{FILE}?{asked}")) == found
    page = client.get(f"{CALENDAR}?{asked}")
    said = main_text_of(page)
    for title in ("Progress", "Census", "Accounts", "Survey"):
        assert (f"{title} To The" in said) == (title in "".join(found)), title
    assert ("No return matches these filters." in said) == (not found)
    if found:
        assert f'href="{FILE}?{asked.replace("&", "&amp;")}"' in page.content.decode()


def test_an_outsider_gets_no_file(cast, plan):
    assert cast.outsider_client().get(FILE).status_code == 404
