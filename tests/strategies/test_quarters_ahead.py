"""Quarters to come make themselves: by the clock, and by the first write that needs one. A read makes none."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from core.periods import Quarter, quarters_between
from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from strategies.jobs import make_quarters_of
from strategies.models import ReportingPeriod
from strategies.quarter_actions import make_due_quarters, quarter_to_write
from strategies.selected_quarter import NoQuarters
from tests.cast import TODAY
from tests.factories import CouncilFactory, DeliverableFactory, PeriodFactory, StrategyFactory

pytestmark = pytest.mark.django_db


def labels():
    return list(ReportingPeriod.objects.in_order().values_list("label", flat=True))


def span(first, last):
    return [each.label for each in quarters_between(Quarter.parse(first), Quarter.parse(last))]


@pytest.fixture
def northport(cast):
    with council_context(cast.council.id):
        yield cast.council


class TestTheTurnOfAFinancialYear:
    @pytest.fixture
    def two_years(self, northport):
        for label in span("2016-17-Q1", "2017-18-Q4"):
            PeriodFactory(label=label)

    def test_nothing_on_the_last_day(self, northport, two_years):
        assert make_due_quarters(council=northport, today=date(2017, 3, 31)) == []
        assert labels()[-1] == "2017-18-Q4"

    def test_four_on_the_first_day_of_the_next(self, northport, two_years):
        made = make_due_quarters(council=northport, today=date(2017, 4, 1))
        assert [quarter.label for quarter in made] == span("2018-19-Q1", "2018-19-Q4")
        assert labels() == span("2016-17-Q1", "2018-19-Q4")
        last = ReportingPeriod.objects.get(label="2018-19-Q4")
        assert (last.starts_on, last.ends_on) == (date(2019, 1, 1), date(2019, 3, 31))
        assert last.cut_off_on == date(2019, 4, 23)

    def test_twice_makes_them_once(self, northport, two_years):
        make_due_quarters(council=northport, today=date(2017, 4, 1))
        before = Change.objects.count()
        assert make_due_quarters(council=northport, today=date(2017, 4, 1)) == []
        assert Change.objects.count() == before

    def test_the_log_says_that_sendplan_made_them(self, northport, two_years):
        make_due_quarters(council=northport, today=date(2017, 4, 1))
        change = Change.objects.order_by("-seq").first()
        assert (change.verb, change.actor) == ("quarters.made", "system:sendplan")


class TestTheClock:
    def test_a_council_with_a_pinned_day_gets_what_its_own_day_needs(self, northport):
        PeriodFactory(label="2016-17-Q1")
        make_quarters_of(council_id=northport.id)
        assert labels() == span("2016-17-Q1", "2017-18-Q4")

    def test_another_council_gets_what_the_real_day_needs(self):
        council = CouncilFactory(slug="realshire")
        present = Quarter.of(council.today(timezone.now()))
        with council_context(council.id):
            PeriodFactory(label=present.label)
            make_quarters_of(council_id=council.id)
            assert labels() == span(present.label, Quarter(present.year + 1, 4).label)

    def test_a_council_with_a_plan_gets_its_first(self, northport):
        StrategyFactory()
        make_quarters_of(council_id=northport.id)
        assert labels() == span("2016-17-Q1", "2017-18-Q4")

    def test_a_council_that_does_not_report_gets_none(self, northport):
        make_quarters_of(council_id=northport.id)
        assert labels() == []

    def test_other_councils_quarters_stay_theirs(self, cast):
        with council_context(cast.other.id):
            PeriodFactory(label="2016-17-Q1")
        with council_context(cast.council.id):
            StrategyFactory()
            make_quarters_of(council_id=cast.council.id)
        with council_context(cast.other.id):
            assert labels() == ["2016-17-Q1"]


class TestTheFirstWrite:
    @pytest.fixture
    def deliverable(self, cast):
        with council_context(cast.council.id):
            return DeliverableFactory()

    def update_of(self, cast, deliverable, quarter):
        return cast.client(Role.OFFICER).post(
            f"/northport/deliverables/{deliverable.public_id}/update/",
            {"rag": "green", "narrative": "On course.", "quarter": quarter, "version": deliverable.version},
        )

    def test_an_update_makes_what_it_needs(self, cast, deliverable):
        assert self.update_of(cast, deliverable, "2016-17-Q1").status_code == 302
        with council_context(cast.council.id):
            assert labels() == span("2016-17-Q1", "2017-18-Q4")
            assert deliverable.updates.get().period.label == "2016-17-Q1"

    @pytest.mark.parametrize("page", ["", "deliverables/", "my-work/", "quarters/", "packs/new/"])
    def test_reading_makes_nothing(self, cast, deliverable, page):
        assert cast.client(Role.ADMINISTRATOR).get(f"/northport/{page}").status_code == 200
        with council_context(cast.council.id):
            assert labels() == []

    def test_a_council_whose_last_quarter_is_over_gets_the_present_one(self, cast, deliverable):
        with council_context(cast.council.id):
            PeriodFactory(label="2015-16-Q3")
            selected = quarter_to_write(by=cast.actor(), today=TODAY)
            assert selected.period.label == "2016-17-Q1"
            assert labels() == ["2015-16-Q3", *span("2016-17-Q1", "2017-18-Q4")]

    def test_a_plan_that_starts_next_year_has_no_quarter_yet(self, cast, deliverable):
        with council_context(cast.council.id):
            for label in span("2017-18-Q1", "2017-18-Q4"):
                PeriodFactory(label=label)
            with pytest.raises(NoQuarters):
                quarter_to_write(by=cast.actor(), today=TODAY)

    def test_nothing_is_made_while_one_in_view_takes_updates(
        self, cast, deliverable, django_assert_num_queries
    ):
        with council_context(cast.council.id):
            PeriodFactory(label="2016-17-Q1")
            with django_assert_num_queries(1):
                quarter_to_write(by=cast.actor(), today=TODAY)
            assert labels() == ["2016-17-Q1"]

    def test_the_next_is_made_when_the_last_has_been_closed(self, cast, deliverable):
        with council_context(cast.council.id):
            PeriodFactory(label="2016-17-Q1", closed_at=datetime(2016, 7, 2, tzinfo=UTC))
            assert quarter_to_write(by=cast.actor(), today=TODAY).period.label == "2016-17-Q2"
