"""Which reading counts, read from the database: docs/rules/indicator-rag.md."""

from datetime import UTC, date, datetime

import pytest

from core.periods import Quarter
from core.rag import Rag
from councils.tenancy import council_context
from indicators.models import ConfidenceRating, Indicator
from indicators.summaries import indicator_states
from tests.factories import IndicatorFactory, ReadingFactory, TargetFactory
from tests.truth_tables import day, parts, read_aloud, truth_table


@pytest.fixture(autouse=True)
def in_council(cast):
    with council_context(cast.council.id):
        yield


def state(as_at, quarter=None):
    [found] = indicator_states(Indicator.objects.all(), as_at=as_at, quarter=quarter)
    return found


@pytest.mark.parametrize("row", truth_table("indicator-rag", "The latest reading"), ids=read_aloud)
def test_the_latest_reading(row):
    indicator = IndicatorFactory()
    for text in parts(row["Readings"], ";"):
        period, value = text.split()
        figure = {"value": value} if value.isdecimal() else {"value": None, "missing_code": value}
        ReadingFactory(indicator=indicator, period=period, **figure)
    quarter = None if row["Quarter"] == "none" else Quarter.parse(row["Quarter"])
    latest = state(day(row["As at"]), quarter).reading
    assert (latest.period if latest else "none") == row["Latest"]


def test_the_verdict_is_about_the_readings_target_and_the_forecast_about_the_next():
    indicator = IndicatorFactory(polarity="high")
    ReadingFactory(indicator=indicator, period="FY2015-16", value=80)
    for period, value, rag in (("2016-03-31", 80, "green"), ("2017-03-31", 90, "red")):
        ConfidenceRating.objects.create(
            target=TargetFactory(indicator=indicator, period=period, value=value),
            rag=rag,
            reason="Too few staff.",
            recorded_on=date(2016, 3, 1),
            recorded_at=datetime(2016, 3, 1, tzinfo=UTC),
            by_name="Demo Officer",
        )
    found = state(date(2016, 7, 8))
    assert (found.target.period, found.verdict.rag) == ("2016-03-31", Rag.GREEN)
    assert (found.next_target.period, found.confidence_rag) == ("2017-03-31", Rag.RED)
    on_the_day = state(date(2016, 3, 31))
    assert (on_the_day.next_target.period, on_the_day.confidence_rag) == ("2016-03-31", Rag.GREEN)
    assert state(date(2016, 2, 29)).forecast is None


@pytest.mark.parametrize("number", [1, 20])
def test_one_query_whatever_its_size(number, django_assert_num_queries):
    for _ in range(number):
        target = TargetFactory()
        ReadingFactory(indicator=target.indicator)
        ReadingFactory(indicator=target.indicator, period="2015-16-Q4")
    with django_assert_num_queries(1):
        assert len(indicator_states(Indicator.objects.all(), as_at=date(2016, 7, 8))) == number
