"""A render keeps its pack for as long as its worker lives, and no longer."""

import subprocess
import sys
import threading
import time
from datetime import timedelta

import django.db
import pytest
from django.conf import settings
from django.utils import timezone

from councils.log.registry import steps
from councils.models import Change
from councils.tenancy import council_context
from packs import rendering, tasks
from packs.lease_renewal import renewed
from packs.models import Pack
from packs.rendering import Rendering
from packs.states import PackState
from tests.packs.paper import make_paper, without_drawing
from tests.packs.processes import environment

SHORT, LONG, FOREVER = timedelta(milliseconds=1), timedelta(minutes=10), timedelta(hours=1)


def wait_until(condition, what):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, f"Waited in vain until {what}"
        time.sleep(0.02)


class Renewals:
    """Answers `answers` one after the other, then True. `all_given` is set with the last of them."""

    def __init__(self, *answers):
        self.answers, self.calls, self.all_given = list(answers), 0, threading.Event()

    def __call__(self):
        self.calls += 1
        answer = self.answers.pop(0) if self.answers else True
        if not self.answers:
            self.all_given.set()
        if isinstance(answer, Exception):
            raise answer
        return answer


def lease_threads():
    return [thread for thread in threading.enumerate() if thread.name == "lease"]


def test_it_is_renewed_while_the_work_goes_on_and_not_after():
    renew = Renewals(True, True, True)
    with renewed(renew, every=SHORT, for_at_most=LONG):
        assert renew.all_given.wait(60)
    calls = renew.calls
    assert lease_threads() == []
    time.sleep(0.02)
    assert renew.calls == calls


def test_short_work_never_renews():
    renew = Renewals()
    with renewed(renew, every=LONG, for_at_most=FOREVER):
        pass
    assert (renew.calls, lease_threads()) == (0, [])


def test_work_that_breaks_off_ends_it():
    with pytest.raises(ZeroDivisionError), renewed(Renewals(), every=LONG, for_at_most=FOREVER):
        raise ZeroDivisionError
    assert lease_threads() == []


def test_a_lost_claim_is_not_renewed_again():
    renew = Renewals(True, False)
    with renewed(renew, every=SHORT, for_at_most=LONG):
        wait_until(lambda: not lease_threads(), "the thread ends")
    assert renew.calls == 2


def test_a_database_that_is_away_is_tried_again():
    renew = Renewals(django.db.OperationalError("gone"), True)
    with renewed(renew, every=SHORT, for_at_most=LONG):
        assert renew.all_given.wait(60)
    assert renew.calls >= 2


def test_work_that_hangs_is_renewed_for_a_limited_time():
    renew = Renewals()
    with renewed(renew, every=SHORT, for_at_most=5 * SHORT):
        wait_until(lambda: not lease_threads(), "the thread ends")
    assert renew.calls == 5


# With the real database


@pytest.fixture
def pack(cast, settings, tmp_path, monkeypatch):
    """A frozen pack. Its lease is renewed every second."""
    settings.FILES_ROOT = tmp_path
    without_drawing(monkeypatch)
    monkeypatch.setattr(rendering, "LEASE", timedelta(seconds=3))
    for task in (tasks.render_pack, tasks.send_pack):
        monkeypatch.setattr(task, "delay", lambda **_: None)
    with council_context(cast.council.id):
        return make_paper(cast.council).request()


@pytest.fixture
def while_rendering(monkeypatch):
    """Do something in the middle of each render."""

    def arrange(act):
        draw = rendering.render_snapshot

        def render(snapshot):
            act()
            return draw(snapshot)

        monkeypatch.setattr(rendering, "render_snapshot", render)

    return arrange


def stored(pack):
    with council_context(pack.council_id, read_only=True):
        return Pack.objects.get(pk=pack.pk)


def wait_for_renewal(pack):
    before = stored(pack).lease_until
    wait_until(lambda: stored(pack).lease_until > before, "the lease is renewed")


@pytest.mark.django_db(transaction=True)
def test_a_render_that_outlives_its_first_lease_keeps_its_result_and_is_done_once(pack, while_rendering):
    def outlive():
        first = stored(pack).lease_until
        wait_until(lambda: timezone.now() > first, "the first lease is over")
        wait_for_renewal(pack)
        tasks.sweep_council(council_id=pack.council_id)
        assert Rendering.claim(pack.council_id, pack.pk, now=timezone.now()) is None

    while_rendering(outlive)
    tasks.render_pack(council_id=pack.council_id, pack_id=pack.pk)
    done = stored(pack)
    assert (done.state, done.attempts, done.pages) == (PackState.RENDERED, 1, 1)
    assert (done.lease_until, done.lease_holder) == (None, None)
    with council_context(pack.council_id):
        verbs = set(Change.objects.filter(table="reporting_pack").values_list("verb", flat=True))
    assert verbs == {"pack.requested", "pack.rendering", "pack.lease_renewed", "pack.rendered"}
    assert "pack.lease_renewed" in steps()


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_pack_was_taken_over_neither_renews_nor_stores(pack, while_rendering):
    taken_over = []

    def take_over():
        with council_context(pack.council_id):  # one transaction, so that no renewal comes between
            Pack.objects.update(lease_until=timezone.now() - LONG)
            tasks.sweep_council(council_id=pack.council_id)
            taken_over.append(Rendering.claim(pack.council_id, pack.pk, now=timezone.now()))
        wait_until(lambda: not lease_threads(), "the worker notices")

    while_rendering(take_over)
    tasks.render_pack(council_id=pack.council_id, pack_id=pack.pk)
    other, now = taken_over[0], stored(pack)
    assert (now.state, now.attempts, now.pdf_sha256) == (PackState.RENDERING, 2, "")
    assert (now.lease_holder, now.lease_until) == (other.holder, other.pack.lease_until)


@pytest.mark.kills
@pytest.mark.django_db(transaction=True)
def test_the_render_of_a_killed_worker_is_taken_over(pack):
    command = [sys.executable, "-m", "tests.packs.stuck_render", str(pack.council_id), str(pack.pk)]
    worker = subprocess.Popen(command, env=environment(), cwd=settings.BASE_DIR, stderr=subprocess.PIPE)
    try:
        wait_until(lambda: stored(pack).lease_until or worker.poll() is not None, "the worker begins")
        assert worker.poll() is None, worker.stderr.read()
        wait_for_renewal(pack)
        tasks.sweep_council(council_id=pack.council_id)
        assert stored(pack).state == PackState.RENDERING
    finally:
        worker.kill()
        worker.communicate()
    wait_until(lambda: stored(pack).lease_until < timezone.now(), "the lease is over")
    tasks.sweep_council(council_id=pack.council_id)
    tasks.render_pack(council_id=pack.council_id, pack_id=pack.pk)
    done = stored(pack)
    assert (done.state, done.attempts, done.pages) == (PackState.RENDERED, 2, 1)
