"""Risks over the API."""

from datetime import date

import pytest

from councils.tenancy import council_context
from deliverables.models import Deliverable
from risks.models import Risk, RiskLink
from tests.api_client import address, key_client, query_count, results
from tests.factories import DeliverableFactory, PersonFactory, StrategyFactory

SCORES = {"inherent_likelihood": 5, "inherent_impact": 4, "current_likelihood": 4, "current_impact": 4}


def risk_of(strategy, number, **said):
    return Risk.objects.create(strategy=strategy, number=number, title=f"Risk {number}", **SCORES, **said)


@pytest.fixture
def risk(cast):
    """A risk with a target, an owner and an overdue review, of a deliverable and one that was dropped."""
    with council_context(cast.council.pk):
        one = DeliverableFactory(strategy=StrategyFactory(slug="plan"))
        gone = DeliverableFactory(strategy=one.strategy, dropped_on=date(2016, 5, 1))
        owner = PersonFactory(initials="JK", name="Julia Known")
        found = risk_of(
            one.strategy,
            2,
            cause="Vacancies",
            owner=owner,
            review_on=date(2016, 7, 1),
            target_likelihood=2,
            target_impact=4,
        )
        for each in (one, gone):
            RiskLink.objects.create(risk=found, deliverable=each)
        risk_of(one.strategy, 1, status="closed")
    return found


def test_a_risk_has_every_field(cast, risk):
    client = key_client(cast.council, "read", "people:read")
    with council_context(cast.council.pk):
        strategy, deliverable = risk.strategy, Deliverable.objects.get()
    closed, found = results(client, cast.council, "risks")
    assert found == {
        "id": str(risk.public_id),
        "strategy": str(strategy.public_id),
        "number": 2,
        "title": "Risk 2",
        "status": "open",
        "cause": "Vacancies",
        "event": None,
        "effect": None,
        **SCORES,
        "inherent_score": 20,
        "current_score": 16,
        "current_band": "Very high",
        "target_likelihood": 2,
        "target_impact": 4,
        "target_score": 8,
        "is_above_target": True,
        "mitigation": None,
        "owner_initials": "JK",
        "owner_name": "Julia Known",
        "owner_post": None,
        "review_on": "2016-07-01",
        "is_review_overdue": True,
        "deliverables": [str(deliverable.public_id)],
        "sample": False,
    }
    assert (closed["target_score"], closed["is_above_target"], closed["deliverables"]) == (None, False, [])
    assert client.get(address(cast.council, f"risks/{risk.public_id}")).json() == found


def test_the_name_of_an_owner_is_null_without_the_scope(cast, risk):
    response = key_client(cast.council).get(address(cast.council, f"risks/{risk.public_id}"))
    assert (response.json()["owner_initials"], response.json()["owner_name"]) == ("JK", None)
    assert b"Julia" not in response.content


def test_filters(cast, risk):
    client = key_client(cast.council)
    with council_context(cast.council.pk):
        deliverable = Deliverable.objects.get().public_id
    for query, numbers in (
        ("strategy=plan", [1, 2]),
        ("strategy=another", []),
        ("status=open", [2]),
        (f"deliverable={deliverable}", [2]),
    ):
        assert [each["number"] for each in results(client, cast.council, f"risks?{query}")] == numbers
    assert client.get(address(cast.council, "risks?status=later")).status_code == 400


def test_pages_are_followed_and_an_unchanged_list_is_304(cast, risk):
    client = key_client(cast.council)
    page = client.get(address(cast.council, "risks?limit=1&count=true"))
    assert (page.json()["count"], page.json()["results"][0]["number"]) == (2, 1)
    assert [each["number"] for each in client.get(page.json()["next"]).json()["results"]] == [2]
    again = client.get(
        address(cast.council, "risks?limit=1&count=true"), headers={"If-None-Match": page["ETag"]}
    )
    assert again.status_code == 304


def test_outsider_is_404(cast, risk):
    assert results(key_client(cast.other), cast.other, "risks") == []
    path = f"risks/{risk.public_id}"
    assert key_client(cast.other).get(address(cast.other, path)).status_code == 404
    assert key_client(cast.other).get(address(cast.council, path)).status_code == 404
    assert key_client(cast.council, "write").get(address(cast.council, path)).status_code == 403


def test_queries_do_not_grow_with_the_rows(cast, risk):
    client = key_client(cast.council)
    few = query_count(client, cast.council, "risks")
    with council_context(cast.council.pk):
        deliverable = Deliverable.objects.get()
        for number in range(3, 23):
            more = risk_of(risk.strategy, number, owner=PersonFactory())
            RiskLink.objects.create(risk=more, deliverable=deliverable)
    assert query_count(client, cast.council, "risks") == few
