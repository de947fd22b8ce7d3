"""Rows that a page of a deliverable's timeline reads. Committed, so that the planner can know how many there are."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.tenancy import council_context
from deliverables.models import Deliverable, ProgressUpdate
from deliverables.summaries import state_today
from deliverables.timeline import PER_PAGE, timeline
from tests.cast import TODAY, make_cast
from tests.factories import DeliverableFactory, DuePointFactory, PeriodFactory, ProgressUpdateFactory
from tests.rows_read import analyze, rows_read

SMALL_TABLE = 120
"""Rows of a table that PostgreSQL rather reads whole than through an index: all updates in the shorter case, and some
that an earlier test left for the next vacuum."""
START = datetime(2016, 7, 1, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [50, 5_000])
def test_a_page_reads_its_own_updates_alone(number):
    """Without the query that counts. Another deliverable has as many updates."""
    cast = make_cast()
    with council_context(cast.council.id):
        period = PeriodFactory()
        for deliverable in (DeliverableFactory(), DeliverableFactory()):
            DuePointFactory(deliverable=deliverable)
            ProgressUpdate.objects.bulk_create(
                ProgressUpdateFactory.build(
                    deliverable=deliverable, period=period, recorded_at=START + timedelta(minutes=each)
                )
                for each in range(number)
            )
    analyze("deliverables_progressupdate")
    analyze("councils_change")
    with council_context(cast.council.id):
        state = state_today(Deliverable.objects.latest("id"), period=period, today=TODAY)
        for page in ("1", "2"):
            with CaptureQueriesContext(connection) as queries:
                shown = timeline(state, council=cast.council, number=page)
            assert len(shown) == PER_PAGE
            read = [query["sql"] for query in queries if "COUNT" not in query["sql"]]
            assert len(read) == 4  # what was logged of dates and leads, updates, quarters, approvals
            assert max(rows_read(sql) for sql in read) <= SMALL_TABLE
