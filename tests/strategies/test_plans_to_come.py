"""From which quarter a plan counts: the same in a query, over a relation, and for a plan that has been read."""

import pytest

from core.periods import Quarter
from councils.tenancy import council_context
from deliverables.models import Deliverable
from strategies.models import Strategy
from tests.factories import DeliverableFactory, StrategyFactory
from tests.truth_tables import day_or_none, read_aloud, truth_table


@pytest.mark.parametrize(
    "row", truth_table("clock-and-quarter", "The quarters in which a plan counts"), ids=read_aloud
)
def test_the_quarters_in_which_a_plan_counts(cast, row):
    quarter, counts = Quarter.parse(row["Quarter"]), row["Counts"] == "yes"
    with council_context(cast.council.id):
        plan = StrategyFactory(
            delivery_starts_on=day_or_none(row["Delivery begins"]),
            starts_on=day_or_none(row["Plan begins"]),
            ends_on=None,
        )
        DeliverableFactory(strand__strategy=plan)
        assert plan.has_begun_by(quarter) is counts
        assert Strategy.objects.begun_by(quarter).exists() is counts
        assert Deliverable.objects.begun_by(quarter).exists() is counts
