"""The latest update of a deliverable: by quarter, then time, then number, and found without reading the others."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from councils.tenancy import council_context
from deliverables.judged import judged_deliverables
from deliverables.models import Deliverable, ProgressUpdate
from deliverables.plan_ratings import plan_ratings
from deliverables.summaries import deliverable_states, state_as_read
from tests.cast import TODAY, make_cast
from tests.factories import DeliverableFactory, PeriodFactory, ProgressUpdateFactory
from tests.rows_read import analyze, rows_read

NOON = datetime(2016, 7, 1, 12, tzinfo=UTC)
A_FEW = 4
TABLE = "deliverables_progressupdate"


@pytest.fixture
def quarters(cast):
    """Two quarters, inside the council's context."""
    with council_context(cast.council.id):
        yield PeriodFactory(label="2015-16-Q4"), PeriodFactory(label="2016-17-Q1")


def latest(period, day):
    """The update that each way of reading takes as the latest of the only deliverable. They must agree."""
    known = ProgressUpdate.objects.known_on(day, period=period)
    deliverable = Deliverable.objects.get()
    found = {
        *known.latest_of([deliverable.id]),
        *known.latest_of_each(),
        *known.newest_first()[:1],
    }
    [value] = Deliverable.objects.values_list(known.latest_value("id", otherwise=0))
    [judged] = judged_deliverables(period=period, today=day)
    state = state_as_read(deliverable, period=period, today=day)
    assert {update.id for update in found} == {value[0]} - {0}
    assert {judged.update.id if judged.update else 0} == {value[0]}
    assert state.current_update in (found or {None})
    return next(iter(found), None)


def test_a_later_quarter_counts_before_a_later_time(quarters):
    before, now = quarters
    deliverable = DeliverableFactory()
    current = ProgressUpdateFactory(deliverable=deliverable, period=now, recorded_at=NOON)
    late = ProgressUpdateFactory(deliverable=deliverable, period=before, recorded_at=NOON + timedelta(days=1))
    assert latest(now, date(2016, 7, 10)) == current
    assert ProgressUpdate.objects.known_on(TODAY, period=before).latest_of([deliverable.id]).get() == late
    assert latest(before, before.cut_off_on) is None


def test_what_was_recorded_after_the_day_was_not_known(quarters):
    _, now = quarters
    deliverable = DeliverableFactory()
    first = ProgressUpdateFactory(deliverable=deliverable, period=now, recorded_at=NOON)
    late = ProgressUpdateFactory(deliverable=deliverable, period=now, recorded_at=NOON + timedelta(days=5))
    assert latest(now, NOON.date() - timedelta(days=1)) is None
    assert latest(now, NOON.date()) == latest(now, NOON.date() + timedelta(days=4)) == first
    assert latest(now, NOON.date() + timedelta(days=5)) == late


def test_of_the_same_time_the_one_written_last_counts(quarters):
    _, now = quarters
    deliverable = DeliverableFactory()
    written = [
        ProgressUpdateFactory(deliverable=deliverable, period=now, recorded_at=NOON, rag=rag)
        for rag in ("green", "red", "amber")
    ]
    assert latest(now, NOON.date()) == written[-1]


def test_the_quarter_is_known_without_its_row(quarters, django_assert_num_queries):
    update = ProgressUpdateFactory(period=quarters[1])
    read = ProgressUpdate.objects.get(pk=update.pk)
    with django_assert_num_queries(0):
        assert (str(read), read.quarter) == ("2016-17-Q1: green", quarters[1].quarter)


WRONG = [
    "insert into {table} select (jsonb_populate_record(u, jsonb_build_object('id', 0, 'public_id', gen_random_uuid(),"
    " 'quarter_starts_on', '2016-04-02'))).* from {table} u",
    "update {table} set quarter_starts_on = '2016-01-01'",
    "update {table} set period_id = (select id from strategies_reportingperiod where label = '2015-16-Q4')",
    "update strategies_reportingperiod set starts_on = '2016-03-31' where label = '2016-17-Q1'",
]


@pytest.mark.parametrize("statement", WRONG)
def test_the_database_refuses_a_day_that_is_not_the_quarters(quarters, statement):
    ProgressUpdateFactory(period=quarters[1])
    refused = pytest.raises(IntegrityError, match=f"{TABLE}_period_id_wall")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=TABLE))
        cursor.execute("set constraints all immediate")


def test_it_refuses_none(quarters):
    ProgressUpdateFactory(period=quarters[1])
    with pytest.raises(IntegrityError, match="not-null"), transaction.atomic():
        ProgressUpdate.objects.update(quarter_starts_on=None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("neighbours", [0, 2_000])
def test_only_the_latest_is_read_of_a_deliverable_with_many(neighbours):
    """Committed, so that the planner can know how many there are. A neighbour has as many, or none."""
    cast = make_cast()
    with council_context(cast.council.id):
        before, now = PeriodFactory(label="2015-16-Q4"), PeriodFactory(label="2016-17-Q1")
        neighbour, deliverable = DeliverableFactory(), DeliverableFactory()
        for owner, number in ((neighbour, neighbours), (deliverable, 2_000)):
            ProgressUpdate.objects.bulk_create(
                ProgressUpdateFactory.build(
                    deliverable=owner,
                    period=(before, now)[each % 2],
                    recorded_at=datetime(2016, 4, 1, tzinfo=UTC) + timedelta(minutes=each),
                )
                for each in range(number)
            )
    analyze(TABLE)
    with council_context(cast.council.id):
        one = Deliverable.objects.filter(pk=deliverable.pk)
        known = ProgressUpdate.objects.known_on(TODAY, period=now)
        ways = {
            "state_as_read": lambda: state_as_read(deliverable, period=now, today=TODAY),
            "deliverable_states": lambda: deliverable_states(one, period=now, today=TODAY),
            "with the quarter before": lambda: deliverable_states(
                one, period=now, today=TODAY, previous=before
            ),
            "plan_ratings": lambda: plan_ratings(deliverable.strategy, today=TODAY),
            "latest_value": lambda: list(one.values_list(known.latest_value("rag", otherwise=""))),
        }
        for way, read in ways.items():
            with CaptureQueriesContext(connection) as queries:
                read()
            about_updates = [query["sql"] for query in queries if f'FROM "{TABLE}"' in query["sql"]]
            assert about_updates, way
            assert max(rows_read(sql) for sql in about_updates) <= A_FEW, way
