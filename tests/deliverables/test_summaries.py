"""Tests of the state of deliverables in a quarter, and of query counts."""

from datetime import UTC, date, datetime

import pytest

from core.rag import Direction, Rag
from councils.tenancy import council_context
from deliverables.models import Deliverable
from deliverables.summaries import deliverable_states
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
)


@pytest.fixture(autouse=True)
def in_council(cast):
    with council_context(cast.council.id):
        yield


@pytest.fixture
def period():
    return PeriodFactory(label="2016-17-Q1")


def states(period, **kwargs):
    return deliverable_states(Deliverable.objects.all(), period=period, today=TODAY, **kwargs)


def test_never_updated_and_undated_is_not_rated_twice(period):
    DeliverableFactory()
    [state] = states(period)
    assert (state.stated.rag, state.schedule.rag, state.is_unowned) == (Rag.NOT_RATED, Rag.NOT_RATED, True)


def test_stated_green_and_overdue_disagrees(period):
    point = DuePointFactory(due_on=date(2016, 5, 31))
    ProgressUpdateFactory(deliverable=point.deliverable, period=period, rag="green")
    [state] = states(period)
    assert state.schedule.rag == Rag.RED
    assert state.disagreement.startswith("Stated RAG is green but schedule RAG is red.")


def test_what_was_recorded_after_the_cut_off_is_not_in_the_quarters_judgement(period):
    deliverable = DeliverableFactory()
    ProgressUpdateFactory(
        deliverable=deliverable, period=period, rag="green", recorded_at=datetime(2016, 8, 1, 9, tzinfo=UTC)
    )
    [state] = deliverable_states(Deliverable.objects.all(), period=period, today=date(2016, 9, 1))
    assert state.stated.rag == Rag.NOT_RATED


def test_direction_since_the_quarter_before(period):
    deliverable = DeliverableFactory()
    before = PeriodFactory(label="2015-16-Q4")
    ProgressUpdateFactory(
        deliverable=deliverable, period=before, rag="green", recorded_at=datetime(2016, 4, 5, 9, tzinfo=UTC)
    )
    ProgressUpdateFactory(deliverable=deliverable, period=period, rag="amber")
    [state] = states(period, previous=before)
    assert (state.stated_before, state.direction) == (Rag.GREEN, Direction.WORSE)
    assert state.moved == "Worse, was green"


def test_what_stood_before_is_what_the_quarter_before_was_judged_by(period):
    """An update for the previous quarter, recorded after its cut-off, counts now but did not count then."""
    deliverable, before = DeliverableFactory(), PeriodFactory(label="2015-16-Q4")
    for rag, recorded_at in [
        ("green", datetime(2016, 4, 5, 9, tzinfo=UTC)),
        ("red", datetime(2016, 4, 22, 9, tzinfo=UTC)),
    ]:
        ProgressUpdateFactory(deliverable=deliverable, period=before, rag=rag, recorded_at=recorded_at)
    DeliverableFactory()
    [state, never_updated] = states(period, previous=before)
    assert (state.stated.rag, state.stated_before, state.direction) == (Rag.RED, Rag.GREEN, Direction.WORSE)
    assert (never_updated.stated_before, never_updated.direction) == (Rag.NOT_RATED, Direction.SAME)
    assert never_updated.moved == ""


@pytest.mark.parametrize("compared", [False, True])
@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow(period, number, compared, django_assert_num_queries):
    previous = PeriodFactory(label="2015-16-Q4") if compared else None
    for _ in range(number):
        deliverable = DeliverableFactory()
        DuePointFactory(deliverable=deliverable)
        AssignmentFactory(deliverable=deliverable, person=PersonFactory())
        ProgressUpdateFactory(deliverable=deliverable, period=period)
    with django_assert_num_queries(4):
        for state in states(period, previous=previous):
            assert state.leads[0].person.label
            assert state.leads[0].person.organisation is state.deliverable.accountable is None
