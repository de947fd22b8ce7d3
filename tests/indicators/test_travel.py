"""Direction of travel of an indicator, and the table at a glance."""

from decimal import Decimal

import pytest
from django.urls import reverse

from councils.tenancy import council_context
from indicators.models import Indicator, NotExpected, SeriesBreak, TableColumn
from indicators.rules import Polarity
from indicators.rules.travel import arrow_of, travel_of
from tests.cast import TODAY
from tests.factories import (
    IndicatorFactory,
    KeyOutcomeFactory,
    PeriodFactory,
    ReadingFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.pages import FRAME, text_of
from tests.truth_tables import read_aloud, truth_table


@pytest.mark.parametrize("row", truth_table("indicator-list", "Direction of travel"), ids=read_aloud)
def test_direction_of_travel(row):
    before, latest = Decimal(row["Before"]), Decimal(row["Latest"])
    polarity = None if row["Polarity"] == "none" else Polarity(row["Polarity"])
    found = travel_of(before, latest, polarity)
    assert f"{arrow_of(before, latest)} {found.word}" == row["Direction"]


@pytest.fixture
def row(cast):
    with council_context(cast.council.id):
        PeriodFactory()
        strategy = StrategyFactory()
        outcome = KeyOutcomeFactory(strategy=strategy, number="1", title="Inclusion")
        TableColumn.objects.create(
            strategy=strategy, set="main", kind="quarter", label="Qtr 3", period="2015-16-Q3", position=1
        )
        row = IndicatorFactory(
            strategy=strategy,
            set="main",
            key_outcome=outcome,
            title="Absence",
            polarity="low",
            basis="quarter",
        )
        for period, value in (("2014-15-Q4", 20), ("2015-16-Q3", 12), ("2015-16-Q4", 14)):
            ReadingFactory(indicator=row, period=period, value=value)
        ReadingFactory(indicator=row, period="FY2015-16", value=99)
    return row


def page(cast, **query):
    return cast.client().get(reverse("indicators:list", kwargs={"council": cast.council.slug}), query)


def test_a_row_shows_its_latest_figure_direction_target_and_both_ratings(cast, row):
    with council_context(cast.council.id):
        Indicator.objects.filter(pk=row.pk).update(basis="")
        row.readings.filter(period="FY2015-16").delete()
        TargetFactory(indicator=row, period="FY2016-17", value=10, borrowed_from="England <2015>")
    shown = page(cast)
    words = text_of(shown)
    assert "As at 8 July 2016 Latest figure Direction Target Indicator RAG" in words
    assert "14% Q4 2015–16 ↑ Worse was 12% 10% " in words
    assert "from a benchmark: England &lt;2015&gt;" in shown.content.decode()
    assert "Columns without any figure: Confidence RAG." in words
    assert "Qtr 3" not in words
    assert "<svg" in shown.content.decode()


def test_history_and_quarters_are_one_press_away_and_keep_the_filters(cast, row):
    with council_context(cast.council.id):
        NotExpected.objects.create(indicator=IndicatorFactory(strategy=row.strategy), period="2015-16-Q3")
    shown = page(cast, show="no_figure")
    assert "show=no_figure&amp;columns=all" in shown.content.decode()
    printed = page(cast, columns="all")
    assert "Qtr 3" in text_of(printed) and "12%" in text_of(printed)
    assert "Show only the latest figures" in text_of(printed)


def test_a_figure_is_not_compared_across_a_break_nor_with_another_kind_of_period(cast, row):
    with council_context(cast.council.id):
        row.readings.filter(period="FY2015-16").delete()
        SeriesBreak.objects.create(
            indicator=row,
            period="2015-16-Q4",
            starts_on="2016-01-01",
            note="Counted anew",
            recorded_on=TODAY,
            by_name="Demo Officer",
        )
    assert "Worse" not in text_of(page(cast))


@pytest.mark.parametrize("query", [{}, {"columns": "all"}])
def test_five_queries_also_with_derived_rows_and_with_figures_that_are_not_expected(
    cast, row, query, django_assert_num_queries
):
    with council_context(cast.council.id):
        like = {"strategy": row.strategy, "set": "main", "key_outcome": row.key_outcome}
        IndicatorFactory(kind="derived", title="Gap", **like)
        NotExpected.objects.create(indicator=row, period="2016-17-Q1")
    client = cast.client()
    with django_assert_num_queries(FRAME + 5):
        client.get(reverse("indicators:list", kwargs={"council": cast.council.slug}), query)
