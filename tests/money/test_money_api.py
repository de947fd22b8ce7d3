"""Budget lines over the API."""

from datetime import date
from decimal import Decimal

import pytest

from councils.tenancy import council_context
from deliverables.models import Deliverable
from money.models import BudgetLine, BudgetLink
from tests.api_client import address, key_client, query_count, results
from tests.factories import DeliverableFactory, StrategyFactory


@pytest.fixture
def line(cast):
    """A line of a deliverable and one that was dropped, and one of an earlier year."""
    with council_context(cast.council.pk):
        one = DeliverableFactory(strategy=StrategyFactory(slug="plan"))
        gone = DeliverableFactory(strategy=one.strategy, dropped_on=date(2016, 5, 1))
        found = BudgetLine.objects.create(
            strategy=one.strategy,
            name="Training",
            code="R-1",
            financial_year="2016-17",
            planned=Decimal("12000.50"),
            spent=Decimal(0),
            spent_on=date(2016, 6, 30),
        )
        for each in (one, gone):
            BudgetLink.objects.create(line=found, deliverable=each)
        BudgetLine.objects.create(strategy=one.strategy, name="Earlier", financial_year="2015-16")
    return found


def test_a_line_has_every_field(cast, line):
    client = key_client(cast.council)
    with council_context(cast.council.pk):
        deliverable = Deliverable.objects.get()
        strategy = deliverable.strategy
    earlier, found = results(client, cast.council, "budget-lines")
    assert found == {
        "id": str(line.public_id),
        "strategy": str(strategy.public_id),
        "financial_year": "2016-17",
        "code": "R-1",
        "name": "Training",
        "planned": 12000.5,
        "spent": 0.0,
        "spent_on": "2016-06-30",
        "forecast": None,
        "saving": None,
        "note": None,
        "deliverables": [str(deliverable.public_id)],
        "sample": False,
    }
    assert (earlier["name"], earlier["planned"], earlier["deliverables"]) == ("Earlier", None, [])
    assert client.get(address(cast.council, f"budget-lines/{line.public_id}")).json() == found


def test_filters(cast, line):
    client = key_client(cast.council)
    with council_context(cast.council.pk):
        deliverable = Deliverable.objects.get().public_id
    for query, names in (
        ("strategy=plan", ["Earlier", "Training"]),
        ("financial_year=2016-17", ["Training"]),
        ("financial_year=2017-18", []),
        (f"deliverable={deliverable}", ["Training"]),
    ):
        assert [each["name"] for each in results(client, cast.council, f"budget-lines?{query}")] == names


def test_pages_are_followed_and_an_unchanged_list_is_304(cast, line):
    client = key_client(cast.council)
    page = client.get(address(cast.council, "budget-lines?limit=1"))
    assert [each["name"] for each in client.get(page.json()["next"]).json()["results"]] == ["Training"]
    again = client.get(address(cast.council, "budget-lines?limit=1"), headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 304


def test_outsider_is_404(cast, line):
    assert results(key_client(cast.other), cast.other, "budget-lines") == []
    path = f"budget-lines/{line.public_id}"
    assert key_client(cast.other).get(address(cast.other, path)).status_code == 404
    assert key_client(cast.other).get(address(cast.council, path)).status_code == 404
    assert key_client(cast.council, "write").get(address(cast.council, path)).status_code == 403


def test_queries_do_not_grow_with_the_rows(cast, line):
    client = key_client(cast.council)
    few = query_count(client, cast.council, "budget-lines")
    with council_context(cast.council.pk):
        deliverable = Deliverable.objects.get()
        for number in range(20):
            more = BudgetLine.objects.create(
                strategy=line.strategy, name=f"More {number}", financial_year="2016-17"
            )
            BudgetLink.objects.create(line=more, deliverable=deliverable)
    assert query_count(client, cast.council, "budget-lines") == few
