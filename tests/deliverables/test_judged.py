"""Judging from columns: the same verdicts as for single deliverables, and objects only for what a page shows."""

from collections import Counter
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.utils import timezone

from councils.models import Council
from councils.tenancy import council_context
from deliverables.judged import judged_deliverables
from deliverables.models import Assignment, Deliverable, DuePoint, Overseen, ProgressUpdate
from deliverables.summaries import deliverable_states
from strategies.models import ReportingPeriod
from strategies.selected_quarter import selected_quarter
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
)

OBJECTS = (Deliverable, DuePoint, Assignment, ProgressUpdate)


@pytest.mark.parametrize("slug", ["portsmouth", "cambridgeshire", "northmere"])
def test_verdicts_are_those_of_single_deliverables(demonstration, slug):
    council = Council.objects.get(slug=slug)
    with council_context(council.id):
        today = council.today(timezone.now())
        labels = ReportingPeriod.objects.begun_by(today).values_list("label", flat=True)
        assert labels
        for label in labels:
            selected = selected_quarter(label, today=today)
            quarter = {"period": selected.period, "today": today, "previous": selected.previous}
            states = deliverable_states(Deliverable.objects.all(), **quarter)
            assert [from_columns(row) for row in judged_deliverables(**quarter)] == [
                from_objects(state) for state in states
            ]


def from_columns(row):
    update = row.update and (row.update.id, row.update.recorded_on, row.update.sample)
    leads = [(each.role, each.person_id, each.post_id, each.qualifier) for each in row.named]
    facts = (row.id, row.strategy_id, row.strand_id, row.accountable_id, leads, update)
    ratings = (row.stated, row.stated_before, row.direction, row.schedule, row.disagrees)
    return (*facts, *ratings, row.is_unowned, row.slipped_days)


def from_objects(state):
    one, update = state.deliverable, state.current_update
    leads = [(each.role, each.person_id, each.post_id, each.qualifier) for each in state.leads]
    facts = (one.id, one.strategy_id, one.strand_id, one.accountable_id, leads)
    ratings = (
        state.stated,
        state.stated_before,
        state.direction,
        state.schedule.rag,
        state.disagreement is not None,
    )
    return (
        *facts,
        update and (update.id, update.recorded_on, update.sample),
        *ratings,
        state.is_unowned,
        max(state.slipped_days, 0),
    )


def test_strands_limit_what_is_judged(cast):
    with council_context(cast.council.id):
        period = PeriodFactory()
        one, other = DeliverableFactory(), DeliverableFactory()
        for each in (one, other):
            DuePointFactory(deliverable=each)
            AssignmentFactory(deliverable=each, person=PersonFactory())
        [row] = judged_deliverables(period=period, today=period.ends_on, overseen=Overseen([other.strand_id]))
        assert (row.id, len(row.due_points), len(row.named)) == (other.id, 1, 1)
        assert judged_deliverables(period=period, today=period.ends_on, overseen=Overseen([])) == []


@contextmanager
def counted_objects():
    """Count the deliverables, due points, assignments and updates that are created from rows."""
    counts = Counter()

    def count(sender, **_):
        if sender in OBJECTS:
            counts[sender] += 1

    post_init.connect(count)
    try:
        yield counts
    finally:
        post_init.disconnect(count)


def plan_of(cast, number):
    """A plan of so many deliverables, each with a date, a lead and a red update."""
    with council_context(cast.council.id):
        period = PeriodFactory()
        first = AssignmentFactory(deliverable=DuePointFactory().deliverable, person=PersonFactory())
        strand = first.deliverable.strand
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into deliverables_deliverable (council_id, public_id, strategy_id, strand_id, number, position,"
                " title, detail, refers_to, source_text, version) select council_id, gen_random_uuid(), strategy_id,"
                " strand_id, number, position + n, title, detail, refers_to, source_text, 1"
                " from deliverables_deliverable, generate_series(2, %s) n where id = %s",
                [number, first.deliverable_id],
            )
            cursor.execute(
                "insert into deliverables_duepoint (council_id, public_id, deliverable_id, position, label, due_on,"
                " precision, source_text, original_due_on) select council_id, gen_random_uuid(), id, 1, '',"
                " '2016-06-30', 'month', '', '2016-05-31' from deliverables_deliverable where id <> %s",
                [first.deliverable_id],
            )
            cursor.execute(
                "insert into deliverables_assignment (council_id, public_id, deliverable_id, role, person_id, state,"
                " qualifier, position) select council_id, gen_random_uuid(), id, 'lead', %s, 'to_identify', '', 1"
                " from deliverables_deliverable where id <> %s",
                [first.person_id, first.deliverable_id],
            )
            cursor.execute(
                "insert into deliverables_progressupdate (council_id, public_id, deliverable_id, period_id,"
                " quarter_starts_on, rag, narrative, reason, path_to_green, forecast_on, done_points, recorded_at,"
                " recorded_on, late, by_name, sample) select council_id, gen_random_uuid(), id, %s, %s, 'red', '',"
                " 'Why', 'How', '2016-12-31', '{}', '2016-07-01 12:00+00', '2016-07-01', false, 'Officer', false"
                " from deliverables_deliverable",
                [period.id, period.starts_on],
            )
    return strand


@pytest.mark.parametrize("number", [50, 5000])
@pytest.mark.parametrize("page", ["deliverables/", "deliverables/?sort=-due&rag=red&lead=nobody", ""])
def test_a_page_creates_objects_only_for_what_it_shows(cast, page, number):
    plan_of(cast, number)
    client = cast.client()
    with counted_objects() as counts:
        response = client.get(f"/{cast.council.slug}/{page}")
    assert response.status_code == 200
    for model in OBJECTS:
        assert counts[model] <= 110, (model, counts)
    if "lead=nobody" not in page:
        assert counts[Deliverable] >= 8


def test_a_search_creates_no_more(cast):
    plan_of(cast, 300)
    with counted_objects() as counts:
        page = cast.client().get(f"/{cast.council.slug}/deliverables/", {"q": "why"}).content.decode()
    assert "300 deliverables" in page
    assert max(counts.values()) <= 110
