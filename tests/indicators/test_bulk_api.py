"""Many readings at once over the API: all, partial and dry run, through the same action as the grid of a quarter."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.api_bulk import MOST_ITEMS
from indicators.models import Indicator, Reading
from strategies.models import ReportingPeriod
from tests.api_client import address, errors, key_client
from tests.factories import IndicatorFactory, PeriodFactory, StrategyFactory

QUARTER, CLOSED = "2016-17-Q1", "2015-16-Q4"


@pytest.fixture
def rows(cast):
    """Four rows that take numbers, and then one of words and one that is derived."""
    with council_context(cast.council.id):
        PeriodFactory()
        PeriodFactory(label=CLOSED)
        ReportingPeriod.objects.filter(label=CLOSED).update(closed_at="2016-05-01T12:00Z")
        strategy = StrategyFactory()
        kinds = [("quantitative", "number")] * 4 + [("qualitative", "text"), ("derived", "number")]
        return [
            IndicatorFactory(strategy=strategy, kind=kind, unit=unit, basis="quarter", position=at)
            for at, (kind, unit) in enumerate(kinds, 1)
        ]


def writer(cast):
    return key_client(cast.council, "read", "readings:write", "small-numbers:read")


def put(cast, items, client=None, **other):
    path = address(cast.council, "readings:bulk")
    body = {"items": items} | other
    return (client or writer(cast)).put(path, body, content_type="application/json")


def item(row, value=None, period=QUARTER, **other):
    said = {"indicator": str(row.public_id), "period": period} | other
    return said if value is None else said | {"value": value}


def stored(cast):
    with council_context(cast.council.id):
        found = Reading.objects.order_by("indicator__position", "ends_on")
        return [(str(value), text) for value, text in found.values_list("value", "text")]


def last_seq(cast):
    with council_context(cast.council.id):
        return Change.objects.order_by("-seq").values_list("seq", flat=True).first()


def counts(answer):
    assert answer.status_code == 200, answer.content
    return {name: answer.json()[name] for name in ("recorded", "corrected", "unchanged", "refused")}


def test_values_are_recorded_then_corrected_and_sent_again_change_nothing(cast, rows):
    items = [item(rows[0], 10), item(rows[1], 20.25), item(rows[2], 30), item(rows[4], "Parents feel heard")]
    assert counts(put(cast, items)) == {"recorded": 4, "corrected": 0, "unchanged": 0, "refused": 0}
    before = last_seq(cast)
    assert counts(put(cast, items)) == {"recorded": 0, "corrected": 0, "unchanged": 4, "refused": 0}
    assert last_seq(cast) == before
    items[0]["value"] = 11
    assert counts(put(cast, items)) == {"recorded": 0, "corrected": 1, "unchanged": 3, "refused": 0}
    assert stored(cast)[0] == ("11.0000", "") and stored(cast)[3] == ("None", "Parents feel heard")
    with council_context(cast.council.id):
        verbs = set(Change.objects.filter(table="indicators_reading").values_list("verb", flat=True)) or set(
            Change.objects.exclude(verb="").values_list("verb", flat=True)
        )
    assert verbs == {"reading.recorded", "reading.corrected"}


def wrong_items(rows):
    return [
        item(rows[0], 10),
        item(rows[1], "many"),
        item(rows[2], 5, period=CLOSED),
        item(rows[5], 5),
        {"indicator": str(uuid4()), "period": QUARTER, "value": 1},
        item(rows[0], 12),
        item(rows[3], 1, period="2016-17-Q9"),
        item(rows[3], 1, period="2017-18-Q1"),
        item(rows[3], 1, colour="red"),
        "not an object",
        item(rows[3], True),
        item(rows[3], 1.123456),
    ]


POINTERS = [
    *("/items/1/value", "/items/2/period", "/items/3/indicator", "/items/4/indicator", "/items/5/period"),
    *("/items/6/period", "/items/7/period", "/items/8/colour", "/items/9"),
    *("/items/10/value", "/items/11/value"),
]


def test_all_saves_nothing_if_one_is_wrong_and_points_at_each(cast, rows):
    refused = put(cast, wrong_items(rows))
    assert refused.status_code == 400
    found = {each["pointer"]: each["detail"] for each in errors(refused)}
    assert set(found) == set(POINTERS)
    assert "is closed" in found["/items/2/period"] and "derived row" in found["/items/3/indicator"]
    assert found["/items/5/period"].startswith("Item 0 has a value")
    assert stored(cast) == []


def test_partial_saves_the_others(cast, rows):
    answer = put(cast, wrong_items(rows), mode="partial")
    assert counts(answer) == {"recorded": 1, "corrected": 0, "unchanged": 0, "refused": len(POINTERS)}
    assert {each["pointer"] for each in answer.json()["problems"]} == set(POINTERS)
    assert stored(cast) == [("10.0000", "")]


@pytest.mark.parametrize("mode", ["all", "partial"])
def test_a_dry_run_says_what_would_be_and_saves_nothing(cast, rows, mode):
    answer = put(cast, [item(rows[0], 10)], mode=mode, dry_run=True)
    assert counts(answer)["recorded"] == 1 and answer.json()["dry_run"] is True
    assert stored(cast) == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/items"),
        ({"items": []}, "/items"),
        ({"items": {}}, "/items"),
        ({"items": [{}] * (MOST_ITEMS + 1)}, "/items"),
        ({"items": [{}], "mode": "some"}, "/mode"),
        ({"items": [{}], "dryrun": True}, "/dryrun"),
    ],
)
def test_a_wrong_body_is_refused(cast, rows, body, pointer):
    path = address(cast.council, "readings:bulk")
    refused = writer(cast).put(path, body, content_type="application/json")
    assert refused.status_code == 400 and pointer in {each["pointer"] for each in errors(refused)}


def test_a_stored_answer_is_given_again(cast, rows):
    client, path = writer(cast), address(cast.council, "readings:bulk")
    sent = {"content_type": "application/json", "headers": {"Idempotency-Key": "bulk-1"}}
    first, again = (client.put(path, {"items": [item(rows[0], 10)]}, **sent) for _ in range(2))
    assert counts(first)["recorded"] == counts(again)["recorded"] == 1
    assert again["Idempotent-Replayed"] == "true"


def test_it_needs_the_scope_and_the_permission_of_the_grid(cast, rows):
    items = [item(rows[0], 10)]
    assert put(cast, items, key_client(cast.council, "read")).status_code == 403
    assert put(cast, items, cast.client(Role.READER)).status_code == 403
    assert put(cast, items, key_client(cast.other, "read", "write")).status_code == 404
    assert stored(cast) == []
    assert put(cast, items, key_client(cast.council, "read", "write")).status_code == 200
    assert put(cast, [item(rows[1], 10)], cast.client()).status_code == 200


def test_rows_of_another_council_are_not_found(cast, rows):
    path = address(cast.other, "readings:bulk")
    refused = key_client(cast.other, "read", "write").put(
        path, {"items": [item(rows[0], 10)]}, content_type="application/json"
    )
    assert errors(refused)[0]["pointer"] == "/items/0/indicator"
    assert stored(cast) == []


def test_statements_do_not_grow_with_the_items(cast, rows):
    with council_context(cast.council.id):
        strategy = rows[0].strategy
        Indicator.objects.bulk_create(
            Indicator(
                strategy=strategy, kind="quantitative", unit="number", set="secondary", position=10 + at
            )
            for at in range(200)
        )
        many = list(Indicator.objects.filter(position__gte=10))
    client = writer(cast)
    put(cast, [item(rows[3], 1)], client)
    taken = []
    for some in (many[:2], many[2:]):
        with CaptureQueriesContext(connection) as captured:
            assert counts(put(cast, [item(row, 5) for row in some], client))["recorded"] == len(some)
        taken.append(len(captured))
    assert taken[0] == taken[1]
