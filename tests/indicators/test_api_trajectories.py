"""Trajectories and expected effects over the API."""

from datetime import date

import pytest

from councils.tenancy import council_context
from tests.api_client import key_client, query_count, results
from tests.factories import (
    DeliverableFactory,
    ExpectedEffectFactory,
    IndicatorFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    TrajectoryFactory,
    TrajectoryPointFactory,
)


@pytest.fixture
def course(cast):
    """The main trajectory from 50% to 48% or 60%, an effect of 5 points by 30 June 2016, and a figure of 49%."""
    with council_context(cast.council.id):
        row = IndicatorFactory()
        course = TrajectoryFactory(indicator=row)
        TrajectoryPointFactory(trajectory=course, do_nothing=48, with_plan=60, label="Half")
        effect = ExpectedEffectFactory(
            deliverable=DeliverableFactory(), indicator=row, confidence="low", evidence="a pilot"
        )
        ProgressUpdateFactory(deliverable=effect.deliverable, rag="green")
        ReadingFactory(indicator=row, period="2016-17-Q1", value=49)
        return course


def test_a_trajectory_has_its_levels_and_the_judgement_of_the_main_one(cast, course):
    with council_context(cast.council.id):
        later = TrajectoryFactory(indicator=course.indicator, name="Later", is_main=False, shift_months=12)
        TrajectoryPointFactory(trajectory=later, do_nothing=48)
    main, scenario = results(key_client(cast.council), cast.council, "trajectories")
    assert main["id"] == str(course.public_id) and main["indicator"] == str(course.indicator.public_id)
    assert (main["is_main"], main["baseline_value"], main["baseline_on"]) == (True, 50.0, "2016-03-31")
    assert main["points"] == [
        {"on": "2017-03-31", "label": "Half", "do_nothing": 48.0, "with_plan": 60.0, "adds_up_to": 53.0}
    ]
    assert main["impact"] == "none_seen"
    assert main["impact_reason"].startswith("49% for Q1 2016–17 is 1 percentage point below the baseline")
    assert (scenario["impact"], scenario["shift_months"], scenario["points"][0]["adds_up_to"]) == (
        None,
        12,
        48.0,
    )


def test_a_closed_one_is_not_judged_and_says_what_came_of_it(cast, course):
    with council_context(cast.council.id):
        course.closed_on, course.outcome = date(2016, 6, 30), "No change."
        course.save()
    [row] = results(key_client(cast.council), cast.council, "trajectories")
    assert (row["impact"], row["closed_on"], row["outcome"]) == (None, "2016-06-30", "No change.")


def test_effects_have_size_day_confidence_and_evidence(cast, course):
    with council_context(cast.council.id):
        other = ExpectedEffectFactory(deliverable=DeliverableFactory(), size=None)
        mine = course.indicator.expected_effects.select_related("deliverable").get()
    client = key_client(cast.council)
    [row] = results(client, cast.council, f"expected-effects?indicator={course.indicator.public_id}")
    assert row == {
        "id": str(mine.public_id),
        "deliverable": str(mine.deliverable.public_id),
        "indicator": str(course.indicator.public_id),
        "direction": "up",
        "size": 5.0,
        "horizon_on": "2016-06-30",
        "confidence": "low",
        "evidence": "a pilot",
        "note": None,
    }
    [row] = results(client, cast.council, f"expected-effects?deliverable={other.deliverable.public_id}")
    assert (row["size"], row["confidence"]) == (None, None)


@pytest.mark.parametrize("collection", ["trajectories", "expected-effects"])
def test_queries_do_not_grow(cast, course, collection):
    client = key_client(cast.council)
    few = query_count(client, cast.council, collection)
    with council_context(cast.council.id):
        for at in range(4):
            each = TrajectoryFactory(name=f"Course {at}")
            TrajectoryPointFactory(trajectory=each, do_nothing=50)
            ExpectedEffectFactory(indicator=each.indicator)
    assert query_count(client, cast.council, collection) == few
