"""What goes on into a copy of a plan besides the plan itself: risks, budget lines and inspection areas."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from boards.models import Board
from councils.models import Change, Person
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Deliverable
from evidence.actions import LinkedTo, add_area, add_evidence, map_area
from evidence.models import AreaItem, Evidence, InspectionArea
from indicators.models import Indicator
from money.actions import LineFacts, add_line
from money.models import BudgetLine, BudgetLink
from risks.actions import RiskFacts, add_risk
from risks.models import Risk, RiskLink
from strategies.actions import copy_strategy
from strategies.models import Strand, Strategy
from tests.factories import IndicatorFactory, OrganisationFactory
from tests.pages import text_of
from tests.strategies.test_copying_plans import PATH, plan, strands_of, typed

assert plan  # a fixture
TODAY, NOW = date(2016, 7, 8), datetime(2016, 7, 8, 12, tzinfo=UTC)
ROOMS = ("risks", "budget-lines", "inspection-areas")
START = {"starts_on_day": 1, "starts_on_month": 4, "starts_on_year": 2016}
SCORES = {"inherent_likelihood": 4, "inherent_impact": 4, "current_likelihood": 3, "current_impact": 3}


@pytest.fixture
def rooms(cast, plan):
    """Risks and lines of one deliverable that goes on and one that stays, and an area that both answer."""
    with council_context(cast.council.id):
        by = cast.actor()
        both = list(Deliverable.objects.filter(title__in=("Open", "Done")))
        closed = RiskFacts(title="Over", status="closed", **SCORES)
        add_risk(strategy=plan, facts=closed, by=by)
        facts = RiskFacts(
            title="Few staff", owner=Person.objects.first(), review_on=TODAY, deliverables=both, **SCORES
        )
        add_risk(strategy=plan, facts=facts, by=by)
        spent = {"spent": Decimal(5), "spent_on": TODAY, "forecast": Decimal(9), "saving": Decimal(2)}
        for year in ("2015-16", "2016-17"):
            line = LineFacts(
                name="Training", financial_year=year, planned=Decimal(8), deliverables=both, **spent
            )
            add_line(strategy=plan, facts=line, by=by, today=TODAY)
        area = add_area(
            strategy=plan,
            text="Children wait",
            by=by,
            lead=OrganisationFactory(),
            boards=Board.objects.filter(name="Panel"),
        )
        indicator = IndicatorFactory(strategy=plan, set="secondary", key_outcome=None)
        items = LinkedTo(strands=Strand.objects.all(), deliverables=both, indicators=[indicator])
        map_area(area=area, items=items, by=by)
        add_evidence(
            strategy=plan,
            title="Report",
            address="https://www.example.org/",
            by=by,
            today=TODAY,
            now=NOW,
            linked=LinkedTo(areas=[area]),
        )
    return plan


def test_the_page_says_what_goes_on_and_that_evidence_stays(cast, rooms):
    page = text_of(cast.client().get(PATH))
    assert "Versions, approvals, ratings, updates, evidence and comments stay with the old plan" in page
    assert "Open risks with their scores, owners and next reviews" in page
    assert "without what was spent and forecast" in page and "without evidence" in page


def test_open_risks_planned_amounts_and_areas_go_on(cast, rooms):
    client = cast.client()
    sent = typed(strands_of(cast, rooms, "A"), "deliverables", *ROOMS) | START
    assert client.post(PATH, sent).status_code == 302
    with council_context(cast.council.id):
        new = Strategy.objects.get(slug="new-2")
        risk = Risk.objects.get(strategy=new)
        assert (risk.number, risk.title, risk.current.number, risk.review_on) == (1, "Few staff", 9, TODAY)
        assert risk.owner is not None
        assert risk.links.get().deliverable.strategy == new
        line = BudgetLine.objects.get(strategy=new)
        assert (line.financial_year, line.planned, line.saving) == ("2016-17", 8, 2)
        assert line.spent is line.spent_on is line.forecast is None
        assert line.links.get().deliverable.strategy == new
        area = InspectionArea.objects.get(strategy=new)
        assert area.partners.get().is_lead
        assert area.boards.get().board.name == "Panel"
        # Strand B, the deliverable that is complete and the indicator stayed.
        assert {str(each) for each in area.items.all()} == {
            str(new.strands.get()),
            str(Deliverable.objects.get(strategy=new)),
        }
        assert not Evidence.objects.filter(strategy=new).exists()
        assert (
            Risk.objects.filter(strategy=rooms).count()
            == BudgetLine.objects.filter(strategy=rooms).count()
            == 2
        )
        act = Change.objects.filter(verb="strategy.copied").latest("seq").request_id
    undone = client.post("/northport/undo/", {"act": act, "next": "/northport/"}, follow=True)
    assert "Undone" in text_of(undone)
    with council_context(cast.council.id):
        assert (Risk.objects.count(), BudgetLine.objects.count(), InspectionArea.objects.count()) == (2, 2, 1)
        assert Indicator.objects.count() == 1


def test_without_a_tick_they_stay(cast, rooms):
    cast.client().post(PATH, typed(strands_of(cast, rooms, "A"), "deliverables"))
    with council_context(cast.council.id):
        assert (Risk.objects.count(), BudgetLine.objects.count(), InspectionArea.objects.count()) == (2, 2, 1)


def test_without_deliverables_they_go_on_alone(cast, rooms):
    cast.client().post(PATH, typed(strands_of(cast, rooms, "A"), *ROOMS))
    with council_context(cast.council.id):
        new = Strategy.objects.get(slug="new-2")
        assert Risk.objects.filter(strategy=new).exists()
        assert BudgetLine.objects.filter(strategy=new).count() == 2
        assert not RiskLink.objects.filter(risk__strategy=new).exists()
        assert not BudgetLink.objects.filter(line__strategy=new).exists()
        assert AreaItem.objects.get(area__strategy=new).strand.strategy == new


def test_who_may_not_change_the_plan_copies_nothing(cast, rooms):
    assert cast.client(Role.READER).post(PATH, typed([], *ROOMS)).status_code == 403
    assert cast.outsider_client().post(PATH, typed([], *ROOMS)).status_code == 404
    with council_context(cast.council.id):
        assert Risk.objects.count() == 2


@pytest.mark.parametrize("more", [0, 5])
def test_they_are_one_statement_for_each_table(cast, rooms, more, django_assert_num_queries):
    with council_context(cast.council.id, actor="x"):
        for number in range(more):
            add_risk(strategy=rooms, facts=RiskFacts(title=f"More {number}", **SCORES), by=cast.actor())
            add_area(strategy=rooms, text=f"More {number}", by=cast.actor())
        with django_assert_num_queries(34):
            copy_strategy(
                strategy=rooms,
                title="New",
                starts_on=None,
                ends_on=None,
                strands=[each.public_id for each in rooms.strands.all()],
                parts=("deliverables", *ROOMS),
                by=cast.actor(),
            )
