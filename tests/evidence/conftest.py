from datetime import date

import pytest

from councils.tenancy import council_context
from evidence.actions import LinkedTo, add_area, add_evidence, map_area
from tests.evidence.files import PDF
from tests.factories import (
    BoardFactory,
    DeliverableFactory,
    IndicatorFactory,
    OrganisationFactory,
    PeriodFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StrandFactory,
    StrategyFactory,
)

TODAY = date(2016, 7, 8)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def plan(cast):
    """A plan with strand A, A1 red and A2 without a rating, and an indicator at 50%."""
    with council_context(cast.council.id):
        plan = StrategyFactory(
            slug="plan", title="The plan", strand_noun="Section", deliverable_noun="Milestone"
        )
        strand = StrandFactory(strategy=plan, code="A", title="Inclusion")
        one = DeliverableFactory(strand=strand, number="1", title="Train schools")
        DeliverableFactory(strand=strand, number="2", title="Open a base")
        ProgressUpdateFactory(deliverable=one, period=PeriodFactory(), rag="red")
        ReadingFactory(
            indicator=IndicatorFactory(strategy=plan, title="Plans in 20 weeks", label="3"), value=50
        )
        return plan


@pytest.fixture
def rows(cast, plan):
    """What the plan has, by name."""
    with council_context(cast.council.id):
        strand = plan.strands.get()
        one, two = strand.deliverables.order_by("number").select_related("strand", "strategy")
        return {"strand": strand, "A1": one, "A2": two, "indicator": plan.indicators.get()}


@pytest.fixture
def evidence(cast, plan, rows):
    """A PDF for A1, of 1 June 2016."""
    with council_context(cast.council.id):
        return add_evidence(
            strategy=plan,
            title="Minutes of the board",
            shows="The board agreed the training.",
            of_on=date(2016, 6, 1),
            file_name="minutes.pdf",
            content=PDF,
            linked=LinkedTo(deliverables=[rows["A1"]]),
            by=cast.actor(),
            today=TODAY,
            now="2016-07-08T10:00:00Z",
        )


@pytest.fixture
def area(cast, plan, rows):
    """An area with a lead, a board, section A, A1 and the indicator."""
    with council_context(cast.council.id):
        made = add_area(
            strategy=plan,
            kind="priority",
            number="2",
            text="Children wait too long for an assessment.",
            source="Area SEND inspection",
            source_on=date(2016, 3, 1),
            lead=OrganisationFactory(name="Northport ICB"),
            partners=[OrganisationFactory(name="Northport Council")],
            boards=[BoardFactory(name="SEND Board", slug="send")],
            by=cast.actor(),
        )
        items = LinkedTo(strands=[rows["strand"]], deliverables=[rows["A1"]], indicators=[rows["indicator"]])
        map_area(area=made, items=items, by=cast.actor())
        return made
