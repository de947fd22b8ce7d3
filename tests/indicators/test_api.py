"""Indicators, their targets and readings over the API."""

from datetime import UTC, date, datetime

import pytest

from councils.tenancy import council_context
from indicators.models import ConfidenceRating
from tests.api_client import address, errors, key_client, query_count, results
from tests.factories import (
    IndicatorFactory,
    KeyOutcomeFactory,
    ReadingFactory,
    StrategyFactory,
    TargetFactory,
)

COLLECTIONS = ("indicators", "readings", "targets")


@pytest.fixture
def strategy(cast):
    with council_context(cast.council.id):
        return StrategyFactory(slug="send-strategy")


@pytest.fixture
def indicator(cast, strategy):
    """A sub-row with a reading, and a target whose latest forecast is amber."""
    with council_context(cast.council.id):
        key_outcome = KeyOutcomeFactory(strategy=strategy)
        main = {"strategy": strategy, "set": "main", "key_outcome": key_outcome}
        parent = IndicatorFactory(**main, position=1, label="1.", kind="heading")
        child = IndicatorFactory(
            **main,
            position=2,
            label="1.1.",
            title="SEN Support",
            parent=parent,
            depth=1,
            group="Prevalence",
            breakdown="SEN Support",
        )
        ReadingFactory(indicator=child, value="82.5", numerator=33, denominator=40, period="2015-16-Q4")
        target = TargetFactory(indicator=child, value=None, label="Yr 3")
        for day, rag in ((1, "green"), (2, "amber")):
            ConfidenceRating.objects.create(
                target=target,
                rag=rag,
                reason="Numbers fall",
                by_name="Demo Officer",
                recorded_on=date(2016, 7, day),
                recorded_at=datetime(2016, 7, day, 12, tzinfo=UTC),
            )
        return child


def test_indicator_has_every_field(cast, indicator):
    parent, row = results(key_client(cast.council), cast.council, "indicators")
    assert (parent["kind"], parent["depth"], parent["parent"]) == ("heading", 0, None)
    assert row == {
        "id": str(indicator.public_id),
        "strategy": str(indicator.strategy.public_id),
        "set": "main",
        "key_outcome": str(indicator.key_outcome.public_id),
        "group": "Prevalence",
        "label": "1.1.",
        "corrected_label": None,
        "position": 2,
        "parent": parent["id"],
        "depth": 1,
        "title": "SEN Support",
        "kind": "quantitative",
        "unit": "percent",
        "polarity": None,
        "breakdown": "SEN Support",
        "indicator_rag": "not_rated",
        "indicator_reason": "Direction not set.",
        "confidence_rag": "amber",
        "feedback_sources": [],
        "basis": None,
        "breakdown_code": None,
        "comparator": None,
        "source": None,
        "decimals": None,
        "next_value_due_on": None,
        "default_tolerance": None,
        "is_contextual": False,
        "is_headline": False,
        "ended_on": None,
        "replaced_by": None,
        "formula": None,
        "formula_rows": [],
        "series_breaks": [],
        "not_expected": [],
    }
    assert parent["confidence_rag"] == "not_rated"
    one = key_client(cast.council).get(address(cast.council, f"indicators/{row['id']}"))
    assert one.json() == row


def test_reading_and_target_have_every_field(cast, indicator):
    client = key_client(cast.council)
    [reading] = results(client, cast.council, "readings")
    [target] = results(client, cast.council, "targets")
    del reading["id"], target["id"]
    assert reading == {
        "indicator": str(indicator.public_id),
        "period": "2015-16-Q4",
        "value": 82.5,
        "numerator": 33.0,
        "denominator": 40.0,
        "missing_code": None,
        "provisional": False,
        "note": None,
        "sources": [],
        "sample": False,
        "derived": False,
    }
    assert target == {
        "indicator": str(indicator.public_id),
        "period": "2017-03-31",
        "value": None,
        "label": "Yr 3",
    }


def test_reading_that_is_missing_or_in_words(cast, strategy):
    with council_context(cast.council.id):
        ReadingFactory(value=None, missing_code="c")
        ReadingFactory(value=None, text="Parents feel heard")
        ReadingFactory(value=0)
    rows = results(key_client(cast.council), cast.council, "readings")
    assert [(row["value"], row["missing_code"]) for row in rows] == [
        (None, "c"),
        ("Parents feel heard", None),
        (0, None),
    ]


def test_filters(cast, indicator):
    with council_context(cast.council.id):
        IndicatorFactory()
    client = key_client(cast.council)

    def count(query):
        return len(results(client, cast.council, query))

    assert count("indicators") == 3
    assert count("indicators?set=main&strategy=send-strategy") == 2
    assert count("indicators?set=secondary") == 1
    assert count(f"indicators?parent={indicator.parent.public_id}") == 1
    assert count(f"indicators?key_outcome={indicator.key_outcome.public_id}") == 2
    for path in ("readings", "targets"):
        assert count(f"{path}?indicator={indicator.public_id}") == 1
        assert count(f"{path}?indicator={indicator.parent.public_id}") == 0
    assert count("readings?period=2015-16-Q4") == 1
    assert count("targets?period=2015-16-Q4") == 0
    response = client.get(address(cast.council, "readings?indicator=1.1"))
    assert errors(response) == [{"parameter": "indicator", "detail": "Give an id as the API returns it."}]


@pytest.mark.parametrize("path", COLLECTIONS)
def test_outsider_is_404(cast, indicator, path):
    assert results(key_client(cast.other), cast.other, path) == []
    one = f"{path}/{results(key_client(cast.council), cast.council, path)[0]['id']}"
    assert key_client(cast.other).get(address(cast.other, one)).status_code == 404


@pytest.mark.parametrize("path", COLLECTIONS)
def test_queries_do_not_grow_with_the_rows(cast, indicator, path):
    client = key_client(cast.council)
    few = query_count(client, cast.council, path)
    with council_context(cast.council.id):
        for _ in range(20):
            reading = ReadingFactory()
            TargetFactory(indicator=reading.indicator)
    assert query_count(client, cast.council, path) == few
    assert few <= 12


def test_readings_in_time_over_all_pages(cast, strategy):
    with council_context(cast.council.id):
        one = IndicatorFactory()
        for year in range(2010, 2017):
            ReadingFactory(indicator=one, period=f"CY{year}")
    client, path, seen = key_client(cast.council), address(cast.council, "readings?limit=3"), []
    while path:
        answer = client.get(path).json()
        seen += [row["period"] for row in answer["results"]]
        path = answer["next"]
    assert seen == [f"CY{year}" for year in range(2010, 2017)]
