"""Each recipient gets the pack once, whatever happens to the worker, the queue and the mail server."""

from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.conf import settings
from django.utils import timezone

from boards.models import Recipient
from core import mail
from councils.branding.colours import STANDARD_COLOUR
from councils.models import Change
from councils.tenancy import council_context
from packs import tasks
from packs.models import Delivery, Pack
from packs.rendering import Rendering
from packs.sending import Sending
from packs.states import DeliveryState, PackState
from tests.packs.paper import address, mails_to, make_paper, without_drawing
from tests.packs.processes import StuckMailServer, start

LONG_AGO = timedelta(hours=1)


@pytest.fixture
def paper(cast, settings, tmp_path, monkeypatch):
    settings.FILES_ROOT = tmp_path
    without_drawing(monkeypatch)
    cast.council.slug = f"north{tmp_path.name.replace('_', '-')}"[:50]
    cast.council.save()
    with council_context(cast.council.id):
        yield make_paper(cast.council)


@pytest.fixture
def released(paper):
    return paper.render(paper.request(release=True))


@pytest.fixture
def server_says(monkeypatch):
    """Make the mail server answer each email with the next of these. A callable is called with `before_data`."""

    def arrange(*answers):
        rest = list(answers)

        def send(message, *, before_data):
            answer = rest.pop(0)
            if answer is None or isinstance(answer, mail.Uncertain):
                before_data()
            if answer is not None:
                raise answer

        monkeypatch.setattr(mail, "send", send)

    return arrange


def states():
    return list(Delivery.objects.order_by("recipient__position").values_list("state", flat=True))


def leases_run_out():
    past = timezone.now() - LONG_AGO
    Delivery.objects.exclude(lease_until=None).update(lease_until=past)
    Pack.objects.exclude(lease_until=None).update(lease_until=past)


class TestSending:
    def test_each_recipient_gets_one_mail_with_the_pack(self, paper, released):
        pack = paper.send(released)
        assert (states(), pack.state) == (["accepted", "accepted"], PackState.DELIVERED)
        [mail] = mails_to(address(paper.council, 0))
        assert mail["To"] == f"Reader 0 <{address(paper.council, 0)}>"
        assert mail["Subject"] == (
            "SEND Board Q1 2016-17, paper 1, edition 1: 1 red, 1 amber, 2 green and 1 not rated of 5"
        )
        assert mail["Message-ID"] == pack.deliveries.first().message_id
        plain = mail.get_body(("plain",)).get_content()
        html = mail.get_body(("html",)).get_content()
        for words in ("Red: 1", "A venue fell through.", "Book another.", f"/packs/{pack.public_id}/"):
            assert words in plain
        for words in ("<strong>Red:</strong> 1", "A venue fell through.", f"/packs/{pack.public_id}/"):
            assert words in html
        [attached] = mail.iter_attachments()
        assert attached.get_filename() == f"{paper.council.slug}-send-board-2016-17-Q1.pdf"
        assert attached.get_content().startswith(b"%PDF-")

    def test_it_comes_in_the_councils_name_and_colour(self, paper, released):
        paper.send(released)
        [mail] = mails_to(address(paper.council, 0))
        assert (
            mail["From"] == f"{paper.council.name} via sendplan <{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}>"
        )
        assert f"background-color:{STANDARD_COLOUR}" in mail.get_body(("html",)).get_content()

    def test_sent_twice_it_goes_out_once(self, paper, released):
        paper.send(released)
        paper.send(released)
        assert len(mails_to(address(paper.council, 0))) == 1

    def test_rendered_twice_it_is_rendered_once(self, paper):
        pack = paper.render(paper.request())
        paper.render(pack)
        assert pack.attempts == 1

    def test_somebody_taken_off_the_list_meanwhile_gets_nothing(self, paper, released):
        Recipient.objects.filter(name="Reader 0").update(active=False)
        pack = paper.send(released)
        assert (states(), pack.state) == (["suppressed", "accepted"], PackState.DELIVERED)
        assert mails_to(address(paper.council, 0)) == []

    def test_refused_for_good_fails_and_the_rest_go_on(self, paper, released, server_says):
        server_says(mail.Refused("550 no such person"), None)
        pack = paper.send(released)
        assert (states(), pack.state) == (["failed", "accepted"], PackState.PARTLY_DELIVERED)
        assert Delivery.objects.get(state=DeliveryState.FAILED).error == "550 no such person"

    def test_what_the_mail_server_says_of_somebody_stays_out_of_the_log(self, paper, released, server_says):
        server_says(mail.Refused("550 <ada@example.org> is unknown"), None)
        paper.send(released)
        errors = Change.objects.filter(table="reporting_delivery", verb="delivery.failed").values_list(
            "after__error", flat=True
        )
        assert list(errors) == ["[personal]"]

    def test_put_off_waits_a_minute_and_is_then_tried_again(self, paper, released, server_says):
        server_says(mail.PutOff("451 busy"), None, None)
        before = timezone.now()
        assert (paper.send(released).state, states()) == (PackState.RELEASED, ["retry_wait", "accepted"])
        [waiting] = Delivery.objects.filter(state=DeliveryState.RETRY_WAIT)
        assert timedelta(minutes=1) <= waiting.next_attempt_at - before <= timedelta(minutes=1.3)
        Delivery.objects.filter(pk=waiting.pk).update(next_attempt_at=before)
        assert paper.send(released).state == PackState.DELIVERED

    def test_after_five_retries_it_has_failed(self, paper, released, server_says):
        Delivery.objects.update(attempts=5)
        server_says(mail.PutOff("451 busy"), mail.PutOff("451 busy"))
        assert (paper.send(released).state, states()) == (PackState.FAILED, ["failed", "failed"])

    def test_a_connection_lost_within_the_message_is_for_a_person_to_settle(
        self, paper, released, server_says
    ):
        server_says(mail.Uncertain("lost"), None)
        assert (paper.send(released).state, states()) == (
            PackState.PARTLY_DELIVERED,
            ["uncertain", "accepted"],
        )

    def test_a_fault_of_ours_holds_up_nobody_else(self, paper, released, server_says):
        server_says(ValueError("a bad header"), None)
        paper.send(released)
        assert states() == ["retry_wait", "accepted"]
        assert Delivery.objects.get(state=DeliveryState.RETRY_WAIT).error == "ValueError: a bad header"

    def test_a_long_list_gives_way_and_goes_on_in_a_new_task(self, paper, released, server_says, monkeypatch):
        woken = []
        monkeypatch.setattr(tasks.send_pack, "delay", lambda **which: woken.append(which))
        monkeypatch.setattr(tasks, "SENDING_SECONDS", 0)
        server_says(None, None)
        paper.send(released)
        assert states() == ["accepted", "queued"]
        assert woken == [{"council_id": paper.council.id, "pack_id": released.id}]

    def test_a_worker_whose_lease_ran_out_sends_nothing(self, paper, released):
        slow = Sending.claim(paper.council.id, released.id, now=timezone.now())
        leases_run_out()
        tasks.sweep_council(council_id=paper.council.id)
        paper.send(released)
        slow.run(clock=timezone.now)
        assert (states(), len(mails_to(slow.delivery.email))) == (["accepted", "accepted"], 1)

    def test_a_slow_worker_may_still_say_that_it_arrived(self, paper, released, server_says):
        server_says(None, None)
        slow = Sending.claim(paper.council.id, released.id, now=timezone.now())
        slow._transmitting(timezone.now())
        Delivery.objects.filter(pk=slow.delivery.pk).update(state=DeliveryState.UNCERTAIN)
        slow._finish(DeliveryState.ACCEPTED, "delivery.accepted")
        assert states()[0] == "accepted"


class TestSweeping:
    @pytest.fixture
    def woken(self, monkeypatch):
        names = []
        for task in (tasks.render_pack, tasks.send_pack):
            monkeypatch.setattr(task, "delay", lambda _name=task.__name__, **_: names.append(_name))
        return names

    def test_an_emptied_queue_costs_nothing_but_time(self, paper, released, woken):
        tasks.sweep_council(council_id=paper.council.id)
        assert woken == ["send_pack"]

    def test_a_frozen_pack_that_nobody_took_up_is_queued_again_once(self, paper, woken):
        paper.request()
        Pack.objects.update(next_attempt_at=timezone.now())
        tasks.sweep_council(council_id=paper.council.id)
        tasks.sweep_council(council_id=paper.council.id)
        assert woken == ["render_pack"]

    def test_a_render_whose_worker_died_is_free_again(self, paper, woken):
        pack = paper.request()
        Rendering.claim(paper.council.id, pack.id, now=timezone.now() - LONG_AGO)
        tasks.sweep_council(council_id=paper.council.id)
        pack.refresh_from_db()
        assert (pack.state, woken) == (PackState.FROZEN, ["render_pack"])

    def test_a_pack_that_kills_its_workers_is_set_aside(self, paper, woken):
        pack = paper.request()
        Pack.objects.update(attempts=2)
        Rendering.claim(paper.council.id, pack.id, now=timezone.now() - LONG_AGO)
        tasks.sweep_council(council_id=paper.council.id)
        pack.refresh_from_db()
        assert (pack.state, pack.error, woken) == (PackState.FAILED, tasks.TOO_MANY_STOPS, [])

    def test_a_claim_whose_worker_died_is_free_again(self, paper, released, woken):
        Sending.claim(paper.council.id, released.id, now=timezone.now() - LONG_AGO)
        tasks.sweep_council(council_id=paper.council.id)
        assert states() == ["queued", "queued"]

    def test_a_mail_that_kills_its_workers_is_set_aside(self, paper, released, woken):
        Delivery.objects.update(attempts=5)
        Sending.claim(paper.council.id, released.id, now=timezone.now() - LONG_AGO)
        tasks.sweep_council(council_id=paper.council.id)
        assert states() == ["failed", "queued"]

    def test_what_is_being_worked_on_is_left_alone(self, paper, released, woken):
        sending = Sending.claim(paper.council.id, released.id, now=timezone.now())
        sending._transmitting(timezone.now())
        tasks.sweep_council(council_id=paper.council.id)
        assert states() == ["transmitting", "queued"]


def test_a_render_that_fails_is_tried_again_and_then_waits_for_a_person(paper, monkeypatch):
    pack = paper.request()
    monkeypatch.setattr("packs.rendering.render_snapshot", lambda snapshot: 1 / 0)
    states_seen = []
    for _ in range(3):
        states_seen.append(paper.render(pack).state)
    assert states_seen == [PackState.FROZEN, PackState.FROZEN, PackState.FAILED]
    assert pack.error == (
        "The PDF could not be made. Try again. If it fails again, tell the people who run sendplan, "
        f"with this number: {pack.public_id}."
    )


@pytest.mark.kills
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("killed_at", "arrived", "state"),
    [("RCPT", 0, "accepted"), ("DATA", 0, "uncertain"), (".", 1, "uncertain")],
)
def test_a_worker_killed_while_sending_sends_nothing_twice(cast, killed_at, arrived, state):
    """If killed before the message, the next worker sends it. If killed during or after it, a person is asked."""
    cast.council.slug = f"killed-{state}-{arrived}"
    cast.council.save()
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        pack = paper.request(release=True)
    with council_context(cast.council.id):
        paper.render(pack)
    server = StuckMailServer(killed_at)
    worker = start("work_packs", "--council", cast.council.slug, EMAIL_URL=server.url)
    try:
        assert server.stuck.wait(90), worker.stderr.read()
    finally:
        worker.kill()
        worker.communicate()
    assert len(server.kept) == arrived
    server.close()
    with council_context(cast.council.id):
        leases_run_out()
    for _ in range(2):
        tasks.sweep_council(council_id=cast.council.id)
        tasks.send_pack(council_id=cast.council.id, pack_id=pack.id)
    with council_context(cast.council.id):
        assert states() == [state, "accepted"]
        pack.refresh_from_db()
        assert pack.state == (PackState.DELIVERED if state == "accepted" else PackState.PARTLY_DELIVERED)
    assert len(mails_to(address(cast.council, 0))) == (state == "accepted")
    assert len(mails_to(address(cast.council, 1))) == 1
