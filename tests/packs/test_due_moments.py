"""The clock visits the councils in which something is due, and no others."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import mail
from councils.tenancy import council_context, recorded
from packs import actions, due_moments, jobs, mail_attempts, rendering, sending, tasks
from packs.due_moments import CHECK_WITHIN, VISIT_AGAIN_AFTER, WAKE_AGAIN_AFTER
from packs.models import Delivery, DueMoment, Pack
from packs.rendering import Rendering
from packs.sending import Sending
from packs.states import DeliveryState
from tests.cast import TODAY, Role
from tests.factories import CouncilFactory
from tests.packs.paper import NOW, make_paper, without_drawing

MINUTE = timedelta(minutes=1)
LATER = NOW + timedelta(seconds=30)


@pytest.fixture
def paper(cast, no_queue, monkeypatch):
    monkeypatch.setattr("random.random", lambda: 0.0)
    with council_context(cast.council.id):
        yield make_paper(cast.council)


@pytest.fixture
def released(paper):
    return paper.render(paper.request(release=True))


@pytest.fixture
def swept(monkeypatch):
    """Ids of councils whose sweep the clock queues. Nothing is run, as if the queue were lost."""
    councils = []
    monkeypatch.setattr(jobs.visit_council, "delay", lambda *, council_id: councils.append(council_id))
    return councils


def moment():
    return DueMoment.objects.get().due_at


def forget():
    DueMoment.objects.update(due_at=None)


def is_due_now():
    return moment() is not None and moment() <= timezone.now()


class TestWriters:
    """Each write that sets a moment enters it, whatever code makes it."""

    def test_a_request(self, paper):
        paper.request()
        assert moment() == NOW + MINUTE

    def test_a_claim_to_render(self, paper):
        pack = paper.request()
        forget()
        Rendering.claim(paper.council.id, pack.pk, now=NOW)
        assert moment() == NOW + rendering.LEASE

    def test_a_render_that_is_tried_again(self, paper, monkeypatch):
        monkeypatch.setattr("packs.rendering.render_snapshot", lambda snapshot: 1 / 0)
        render = Rendering.claim(paper.council.id, paper.request().pk, now=NOW)
        forget()
        render.run(clock=lambda: LATER)
        assert moment() == LATER + MINUTE

    def test_a_release(self, paper, cast):
        pack = paper.render(paper.request())
        forget()
        actions.release_pack(pack=pack, by=cast.actor(Role.APPROVER), now=NOW)
        assert is_due_now()

    def test_a_claim_to_send(self, paper, released):
        forget()
        Sending.claim(paper.council.id, released.pk, now=NOW)
        assert moment() == NOW + sending.LEASE

    def test_an_email_that_begins_to_go_out(self, paper, released):
        claimed = Sending.claim(paper.council.id, released.pk, now=NOW)
        forget()
        claimed._transmitting(LATER)
        assert moment() == LATER + mail_attempts.TRANSMIT_LEASE

    def test_an_email_that_waits_to_be_tried_again(self, paper, released, monkeypatch):
        def put_off(message, *, before_data):
            raise mail.PutOff("451 busy")

        monkeypatch.setattr(mail, "send", put_off)
        claimed = Sending.claim(paper.council.id, released.pk, now=NOW)
        forget()
        claimed.run(clock=lambda: LATER)
        assert moment() == LATER + MINUTE

    def test_an_email_that_a_person_sends_again(self, paper, released, cast):
        Delivery.objects.update(state=DeliveryState.FAILED)
        forget()
        again = actions.Settlement.SEND_AGAIN
        actions.settle_delivery(
            delivery=Delivery.objects.first(), outcome=again, by=cast.actor(Role.APPROVER), today=TODAY
        )
        assert is_due_now()

    def test_any_statement(self, paper):
        pack = paper.request()
        forget()
        with connection.cursor() as cursor:
            cursor.execute("update reporting_pack set next_attempt_at = %s where id = %s", [LATER, pack.pk])
        assert moment() == LATER

    def test_the_earliest_of_many_rows(self, paper, released):
        forget()
        first, last = Delivery.objects.values_list("pk", flat=True)
        for pk, due_at in ((first, LATER), (last, NOW)):
            Delivery.objects.filter(pk=pk).update(state=DeliveryState.RETRY_WAIT, next_attempt_at=due_at)
        assert moment() == NOW
        forget()
        Delivery.objects.update(attempts=1, next_attempt_at=LATER)
        assert moment() == LATER

    def test_a_later_moment_does_not_replace_an_earlier_one(self, paper):
        paper.request()
        Pack.objects.update(next_attempt_at=NOW + timedelta(hours=1))
        assert moment() == NOW + MINUTE

    def test_what_sets_no_moment_leaves_it_alone(self, paper, released):
        forget()
        Pack.objects.update(error="Out of paper", next_attempt_at=LATER)
        Delivery.objects.update(error="451 busy")
        Delivery.objects.update(state=DeliveryState.UNCERTAIN, lease_until=LATER)
        assert moment() is None


class TestClock:
    def test_three_due_moments_are_three_tasks(self, cast, no_queue, swept, django_assert_num_queries):
        councils = [CouncilFactory(slug=f"council-{number}") for number in range(50)]
        for council in councils:
            with council_context(council.id):
                due_moments.settle(council.id, NOW)
        for council in (due := councils[10:40:10]):
            with council_context(council.id):
                make_paper(council).request()
        with django_assert_num_queries(4):  # a savepoint, a read, a write and the savepoint's end
            jobs.sweep()
        assert sorted(swept) == sorted(council.id for council in due)

    def test_with_nothing_due_nothing_is_queued(self, paper, swept):
        paper.request(now=timezone.now())
        jobs.sweep()
        assert swept == []

    def test_two_clocks_do_the_work_once(self, paper, swept):
        paper.request()
        jobs.sweep()
        jobs.sweep()
        assert swept == [paper.council.id]

    def test_a_clock_leaves_out_what_another_has_locked(self, paper, swept):
        with CaptureQueriesContext(connection) as queries:
            jobs.sweep()
        assert "FOR UPDATE SKIP LOCKED" in queries[1]["sql"]

    def test_a_council_whose_sweep_is_lost_comes_back(self, paper, swept):
        paper.request()
        now = timezone.now()
        assert due_moments.take_due(now) == [paper.council.id]
        assert due_moments.take_due(now + VISIT_AGAIN_AFTER - timedelta(seconds=1)) == []
        assert due_moments.take_due(now + VISIT_AGAIN_AFTER) == [paper.council.id]

    def test_longest_due_comes_first(self, cast):
        for council, due_at in ((cast.council, LATER), (cast.other, NOW)):
            DueMoment.objects.create(council=council, due_at=due_at)
        assert due_moments.take_due(LATER) == [cast.other.id, cast.council.id]

    def test_it_tells_nothing_but_times(self, db):
        with connection.cursor() as cursor:
            cursor.execute(
                "select column_name, data_type from information_schema.columns where table_name = 'packs_duemoment'"
            )
            assert set(cursor.fetchall()) == {
                ("council_id", "bigint"),
                ("due_at", "timestamp with time zone"),
            }


class TestVisit:
    """A council's own sweep sets its moment from the rows."""

    def test_a_council_in_which_nothing_is_due_is_left_in_peace(self, paper, released):
        Delivery.objects.update(state=DeliveryState.ACCEPTED)
        tasks.sweep_council(council_id=paper.council.id)
        assert moment() is None

    def test_a_council_that_never_had_a_pack(self, cast):
        tasks.sweep_council(council_id=cast.other.id)
        assert moment() is None

    def test_the_earliest_moment_that_is_still_to_come(self, paper, released):
        soon = timezone.now() + MINUTE
        first, last = Delivery.objects.all()
        Delivery.objects.filter(pk=first.pk).update(
            state=DeliveryState.RETRY_WAIT, next_attempt_at=soon + MINUTE
        )
        Delivery.objects.filter(pk=last.pk).update(state=DeliveryState.CLAIMED, lease_until=soon)
        tasks.sweep_council(council_id=paper.council.id)
        assert moment() == soon

    def test_an_email_that_it_has_woken_is_looked_at_again(self, paper, released):
        before = timezone.now()
        tasks.sweep_council(council_id=paper.council.id)
        assert before <= moment() - WAKE_AGAIN_AFTER <= timezone.now()

    def test_a_render_that_it_has_woken_is_looked_at_again(self, paper):
        paper.request()
        tasks.sweep_council(council_id=paper.council.id)
        assert moment() == Pack.objects.get().next_attempt_at > timezone.now()

    def test_a_lease_that_has_run_out_but_is_locked_is_looked_at_again(self, paper, monkeypatch):
        Rendering.claim(paper.council.id, paper.request().pk, now=NOW)
        monkeypatch.setattr(tasks, "_stale", lambda rows, now: [])
        before = timezone.now()
        tasks.sweep_council(council_id=paper.council.id)
        assert before <= moment() - WAKE_AGAIN_AFTER <= timezone.now()

    def test_only_its_own_council_changes(self, paper, cast):
        DueMoment.objects.create(council=cast.other, due_at=NOW)
        paper.request()
        tasks.sweep_council(council_id=paper.council.id)
        assert DueMoment.objects.get(council=cast.other).due_at == NOW


class TestFullCheck:
    def test_it_repairs_a_moment_that_is_missing_and_one_that_is_wrong(self, paper, released, cast):
        forget()
        now = timezone.now()
        due_moments.visit_all(now)
        assert set(due_moments.take_due(now + CHECK_WITHIN)) == {cast.council.id, cast.other.id}
        tasks.sweep_council(council_id=cast.council.id)
        assert now < DueMoment.objects.get(council=cast.council).due_at <= timezone.now() + WAKE_AGAIN_AFTER

    def test_it_visits_all_councils_one_after_the_other(self, cast):
        for number in range(4):
            CouncilFactory(slug=f"council-{number}")
        due_moments.visit_all(NOW)
        moments = DueMoment.objects.order_by("council_id").values_list("due_at", flat=True)
        assert list(moments) == [NOW + CHECK_WITHIN * number / 6 for number in range(6)]

    def test_it_postpones_nothing(self, paper, cast):
        paper.request()
        jobs.check_due_moments()
        assert DueMoment.objects.get(council=cast.council).due_at == NOW + MINUTE


@pytest.mark.django_db(transaction=True)
def test_a_moment_written_during_a_sweep_is_not_lost(cast, settings, tmp_path, monkeypatch):
    """The sweep waits for the writer, and then sees what it wrote."""
    settings.FILES_ROOT = tmp_path
    without_drawing(monkeypatch)
    monkeypatch.setattr(tasks.render_pack, "delay", lambda **_: None)
    council_id, soon = cast.council.id, timezone.now() + MINUTE
    with council_context(council_id):
        make_paper(cast.council).request(now=timezone.now() + timedelta(hours=1))
    written = threading.Event()

    def write():
        try:
            with council_context(council_id), recorded("test", actor="test"):
                Pack.objects.update(next_attempt_at=soon)
                written.set()
                _wait_for_a_waiting_lock()
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(60)
    tasks.sweep_council(council_id=council_id)
    writer.join()
    assert moment() == soon


def _wait_for_a_waiting_lock():
    for _ in range(600):
        with connection.cursor() as cursor:
            cursor.execute(
                "select exists (select from pg_locks where not granted and pid <> pg_backend_pid() "
                "and pg_backend_pid() = any(pg_blocking_pids(pid)))"
            )
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.05)
    raise AssertionError("The sweep did not wait for the writer.")
