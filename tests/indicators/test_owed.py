"""Which indicators owe a value for a quarter."""

from datetime import date

import pytest

from core.periods import Quarter
from councils.tenancy import council_context
from indicators.models import TableColumn
from indicators.owed import OwingFacts, indicators_owing, lacks_figure, owes_value
from indicators.rules import MissingCode
from tests.cast import TODAY
from tests.factories import IndicatorFactory, ReadingFactory, StrategyFactory
from tests.truth_tables import day, day_or_none, read_aloud, truth_table

Q1 = Quarter(2016, 1)


@pytest.mark.parametrize("row", truth_table("readiness", "An indicator owes a value"), ids=read_aloud)
def test_owes_a_value(row):
    facts = OwingFacts(
        kind=row["Kind"],
        basis=row["Basis"],
        has_column=row["Column for the quarter"] == "yes",
        ended_on=day_or_none(row["Ended on"]),
        is_replaced=row["Replaced"] == "yes",
        has_value=row["Has a value"] == "yes",
        not_expected=row["Not expected"] == "yes",
    )
    assert owes_value(facts, Q1, today=day(row["Today"])) is (row["Owes"] == "yes")


@pytest.mark.parametrize("row", truth_table("indicator-list", "No figure for the quarter"), ids=read_aloud)
def test_no_figure_for_the_quarter(row):
    reading = row["Reading of the quarter"]
    facts = OwingFacts(
        kind=row["Kind"],
        basis="quarter" if row["By quarter"] == "yes" else "financial",
        has_column=False,
        ended_on=day_or_none(row["Ended"]),
        is_replaced=False,
        has_value=reading != "none",
        not_expected=row["Not expected"] == "yes",
    )
    code = reading if reading in set(MissingCode) else ""
    found = lacks_figure(facts, Q1, missing_code=code, has_formula=row["Formula"] == "yes")
    assert found is (row["No figure"] == "yes")


@pytest.mark.django_db
def test_read_in_table_order_and_named_with_the_rows_above(cast, django_assert_num_queries):
    with council_context(cast.council.id):
        strategy = StrategyFactory()
        top = IndicatorFactory(strategy=strategy, label="1", title="Plans", kind="heading", position=1)
        below = IndicatorFactory(
            strategy=strategy, label="a.", title="All", parent=top, depth=1, basis="quarter", position=2
        )
        given = IndicatorFactory(strategy=strategy, basis="quarter", position=3)
        ReadingFactory(indicator=given, period="2016-17-Q1", value=None, missing_code="x")
        printed = IndicatorFactory(strategy=strategy, label="3", title="Visits", position=4)
        ReadingFactory(indicator=printed, period="2015-16-Q4")
        IndicatorFactory(label="9", title="Of a plan without the column")
        columns = (("2016-17-Q1", "quarter"), ("2016-17-Q2", "quarter"), ("2017-03-31", "target"))
        for position, (period, kind) in enumerate(columns, 1):
            TableColumn.objects.create(
                strategy=strategy, set="secondary", label=period, period=period, kind=kind, position=position
            )
        with django_assert_num_queries(2):
            owing = indicators_owing(Q1, today=TODAY)
            assert [row.full_name for row in owing] == ["1 Plans, a. All", "3 Visits"]
        assert indicators_owing(Q1, today=date(2016, 6, 30)) == []
        assert below in owing
