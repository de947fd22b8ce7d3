"""A long plan: a known number of statements however many rows, and rows on several pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.tenancy import council_context
from deliverables.models import Deliverable
from tests.pages import text_of
from tests.plan_files.test_pages import confirm, hidden, settle, start

pytestmark = pytest.mark.django_db

HEADERS = "Section\tNumber\tMilestone\tBy when\tLead\tOutcome"
WORDS = (
    "schools",
    "colleges",
    "families",
    "nurseries",
    "health",
    "care",
    "transport",
    "work",
    "homes",
    "play",
)


def text_of_rows(number):
    rows = [
        f"{'ABCD'[at % 4]}: Part {'ABCD'[at % 4]}\t{at + 1}\tStep {at + 1} towards better {WORDS[at % 10]} in area "
        f"{at * 7919 % 9973}\tSep 2017\tJK\tBetter {WORDS[at % 10]}"
        for at in range(number)
    ]
    return "\n".join([HEADERS, *rows])


def test_the_number_of_statements_does_not_grow_with_the_rows(cast):
    client, counts = cast.client(), []
    for number in (40, 160):
        address = start(client, text_of_rows(number), title=f"Plan of {number}")
        settle(client, address)
        page = client.get(f"{address}confirm/")
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(f"{address}confirm/", hidden(page))
        assert answer.status_code == 302, text_of(answer)
        counts.append(len(queries))
    with council_context(cast.council.id):
        assert Deliverable.objects.count() == 200
    assert counts[1] <= counts[0] <= 80


def test_rows_come_in_pages_of_a_hundred(cast):
    client = cast.client()
    address = start(client, text_of_rows(130))
    first, second = client.get(f"{address}rows/"), client.get(f"{address}rows/?page=2")
    assert [len(page.context["page"].object_list) for page in (first, second)] == [100, 30]
    assert "130 milestones" in text_of(first)
    settle(client, address)
    assert "130 milestones added" in text_of(confirm(client, address))
