"""API lists judge as the pages do, from columns alone."""

import random
from datetime import UTC, date, datetime

import pytest
from django.db.models.signals import post_init

from core.rag import Rag
from councils.tenancy import council_context
from indicators.api_judgements import judgements
from indicators.models import ConfidenceRating, Indicator, Reading, Target
from indicators.summaries import indicator_states
from tests.api_client import key_client, results
from tests.factories import IndicatorFactory, ReadingFactory, TargetFactory

TODAY = date(2016, 7, 8)
PERIODS = ("2015-16-Q3", "2015-16-Q4", "2016-17-Q1", "FY2015-16", "2016-12-31", "2017-03-31")


@pytest.fixture
def invented(cast):
    """Sixty indicators of every kind, with and without a direction, readings, targets and forecasts."""
    dice = random.Random(8)
    with council_context(cast.council.id):
        for _ in range(60):
            _invent(dice)


def _invent(dice):
    kind = dice.choice([*Indicator.Kind.values, "quantitative", "quantitative", "derived"])
    polarity = dice.choice(["high", "high", "low", "low", "neither", None])
    indicator = IndicatorFactory(kind=kind, polarity=polarity)
    for period in dice.sample(PERIODS, k=dice.randrange(4)):
        figures = [{"value": dice.randrange(100)}, {"value": dice.randrange(100)}]
        figure = dice.choice([*figures, {"value": None, "missing_code": "c"}])
        ReadingFactory(indicator=indicator, period=period, provisional=dice.random() < 0.3, **figure)
    for period in dice.sample(PERIODS, k=dice.randrange(4)):
        value = dice.choice([None, dice.randrange(100), dice.randrange(100)])
        tolerance = dice.choice([None, 30])
        target = TargetFactory(indicator=indicator, period=period, value=value, tolerance=tolerance)
        for day in dice.sample((1, 7, 9), k=dice.randrange(3)):
            ConfidenceRating.objects.create(
                target=target,
                rag=dice.choice(["red", "amber", "green"]),
                reason="Numbers fall.",
                by_name="Demo Officer",
                recorded_on=date(2016, 7, day),
                recorded_at=datetime(2016, 7, day, 12, tzinfo=UTC),
            )


def test_judged_as_on_the_pages(cast, invented):
    with council_context(cast.council.id):
        rows = Indicator.objects.values("id", "kind", "unit", "polarity", "decimals")
        judged = judgements({row["id"]: row for row in rows}, as_at=TODAY)
        states = {
            state.indicator.id: state for state in indicator_states(Indicator.objects.all(), as_at=TODAY)
        }
    assert len(judged) == 60
    assert {key: (each.verdict, each.confidence_rag) for key, each in judged.items()} == {
        key: (state.verdict, state.confidence_rag) for key, state in states.items()
    }
    assert {each.verdict.rag for each in judged.values()} >= {Rag.RED, Rag.AMBER, Rag.GREEN, Rag.NOT_RATED}
    assert {each.confidence_rag for each in judged.values()} >= {Rag.RED, Rag.AMBER, Rag.GREEN, Rag.NOT_RATED}


def test_three_queries_whatever_its_size(cast, invented, django_assert_num_queries):
    with council_context(cast.council.id):
        rows = {
            row["id"]: row for row in Indicator.objects.values("id", "kind", "unit", "polarity", "decimals")
        }
        for size in (1, 60):
            some = dict(list(rows.items())[:size])
            with django_assert_num_queries(3):
                assert len(judgements(some, as_at=TODAY)) == size


def test_the_list_creates_no_objects(cast, invented):
    client = key_client(cast.council)
    created = []

    def note(sender, **kwargs):
        created.append(sender)

    for model in (Indicator, Reading, Target, ConfidenceRating):
        post_init.connect(note, sender=model)
    try:
        rows = results(client, cast.council, "indicators?limit=200")
    finally:
        for model in (Indicator, Reading, Target, ConfidenceRating):
            post_init.disconnect(note, sender=model)
    assert len(rows) == 60
    assert created == []
