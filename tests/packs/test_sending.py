"""Result of an attempt to send a pack to one recipient, and which email a worker claims."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Recipient
from core import mail
from councils.models import Change
from councils.tenancy import council_context
from packs.mail_attempts import TRANSMIT_LEASE
from packs.models import Delivery, Pack
from packs.sending import ACTOR, LEASE, Sending
from packs.states import DeliveryState, PackState
from tests.factories import ProgressUpdateFactory
from tests.packs.paper import NOW, make_paper, without_drawing

LATER = NOW + timedelta(seconds=30)


@pytest.fixture
def paper(cast, settings, tmp_path, monkeypatch):
    settings.FILES_ROOT = tmp_path
    without_drawing(monkeypatch)
    monkeypatch.setattr("random.random", lambda: 0.0)
    with council_context(cast.council.id):
        yield make_paper(cast.council)


@pytest.fixture
def released(paper):
    return paper.render(paper.request(release=True))


@pytest.fixture
def server_says(monkeypatch):
    """Make the mail server answer like this. `begun` says whether it has received the message's first byte."""

    def arrange(answer=None, *, begun=False):
        def send(message, *, before_data):
            if begun or answer is None:
                before_data()
            if answer is not None:
                raise answer

        monkeypatch.setattr(mail, "send", send)

    return arrange


def claim(pack):
    return Sending.claim(pack.council_id, pack.pk, now=NOW)


def send(pack):
    sending = claim(pack)
    sending.run(clock=lambda: LATER)
    return Delivery.objects.get(pk=sending.delivery.pk)


def states():
    return list(Delivery.objects.order_by("id").values_list("state", flat=True))


def verbs():
    found = Change.objects.filter(table="reporting_delivery", op="update").order_by("seq")
    return list(found.values_list("verb", "actor"))


# Which email is claimed


def test_a_claim_says_until_when_and_how_often(released):
    sending = claim(released)
    stored = Delivery.objects.get(pk=sending.delivery.pk)
    assert (stored.state, stored.attempts, stored.lease_until) == (DeliveryState.CLAIMED, 1, NOW + LEASE)
    assert (sending.delivery.attempts, sending.lease_until) == (1, NOW + LEASE)
    assert (sending.council_id, sending.may_have_arrived) == (released.council_id, False)
    assert states() == ["claimed", "queued"]
    assert verbs() == [("delivery.claimed", ACTOR)]


def test_each_mail_is_claimed_once(released):
    assert {claim(released).delivery.pk, claim(released).delivery.pk} == set(
        Delivery.objects.values_list("pk", flat=True)
    )
    assert claim(released) is None


def test_the_mails_of_another_pack_are_not_taken_up(paper, released):
    """Neither sent nor suppressed."""
    other = paper.request(period=type(paper.period).objects.get(label="2015-16-Q4"))
    assert claim(other) is None
    Recipient.objects.update(active=False)
    assert claim(other) is None
    assert states() == ["queued", "queued"]


def test_a_mail_that_waits_is_taken_up_when_its_time_has_come(released):
    Delivery.objects.update(state=DeliveryState.RETRY_WAIT, next_attempt_at=NOW + timedelta(seconds=1))
    assert claim(released) is None
    Delivery.objects.update(next_attempt_at=NOW)
    assert claim(released) is not None


def test_mails_are_locked_and_those_of_other_workers_left_out(released):
    with CaptureQueriesContext(connection) as queries:
        claim(released)
    locks = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
    assert len(locks) == 2
    assert all('FOR UPDATE OF "reporting_delivery" SKIP LOCKED' in lock for lock in locks)


def test_whoever_gets_no_mail_any_more_is_left_out_with_the_reason(released):
    Recipient.objects.filter(name="Reader 0").update(active=False)
    Delivery.objects.filter(recipient__name="Reader 1").update(state=DeliveryState.ACCEPTED)
    assert claim(released) is None
    left_out = Delivery.objects.get(recipient__name="Reader 0")
    assert (left_out.state, left_out.attempts) == (DeliveryState.SUPPRESSED, 0)
    assert left_out.error == "The recipient no longer receives emails."
    assert Pack.objects.get().state == PackState.DELIVERED


# Results


def test_a_mail_that_the_server_took(released, server_says):
    server_says()
    Delivery.objects.update(error="451 busy")
    sent = send(released)
    assert (sent.state, sent.accepted_at, sent.error) == (DeliveryState.ACCEPTED, LATER, "")
    assert verbs()[-2:] == [("delivery.transmitting", ACTOR), ("delivery.accepted", ACTOR)]


def test_a_worker_has_no_council_of_its_own(cast, settings, tmp_path, monkeypatch, server_says):
    """Each step opens the council for itself, because nothing may be open while the message is under way."""
    server_says()
    settings.FILES_ROOT = tmp_path
    without_drawing(monkeypatch)
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        pack = paper.render(paper.request(release=True))
    Sending.claim(cast.council.id, pack.pk, now=NOW).run(clock=lambda: LATER)
    with council_context(cast.council.id):
        assert DeliveryState.ACCEPTED in states()


def test_from_the_first_byte_on_the_lease_is_a_new_one(released, server_says, monkeypatch):
    sending, seen = claim(released), []

    def look(message, *, before_data):
        before_data()
        stored = Delivery.objects.get(pk=sending.delivery.pk)
        seen.append((stored.state, stored.lease_until, sending.may_have_arrived))

    monkeypatch.setattr(mail, "send", look)
    sending.run(clock=lambda: LATER)
    assert seen == [(DeliveryState.TRANSMITTING, LATER + TRANSMIT_LEASE, True)]


def test_a_mail_that_is_put_off_waits_a_minute(released, server_says):
    server_says(mail.PutOff("451 busy"))
    put_off = send(released)
    assert (put_off.state, put_off.error) == (DeliveryState.RETRY_WAIT, "451 busy")
    assert put_off.next_attempt_at == LATER + timedelta(minutes=1)
    assert verbs()[-1] == ("delivery.put_off", ACTOR)


def test_a_mail_that_was_put_off_often_enough_has_failed(released, server_says):
    server_says(mail.PutOff("451 busy"))
    Delivery.objects.update(attempts=5)
    failed = send(released)
    assert (failed.state, failed.error) == (DeliveryState.FAILED, "451 busy")
    assert verbs()[-1] == ("delivery.failed", ACTOR)


def test_a_mail_that_is_refused_has_failed(released, server_says):
    server_says(mail.Refused("550 no such person"))
    assert (send(released).state, verbs()[-1]) == (DeliveryState.FAILED, ("delivery.failed", ACTOR))


def test_a_mail_of_which_nobody_knows_is_uncertain(released, server_says):
    server_says(mail.Uncertain("lost"), begun=True)
    uncertain = send(released)
    assert (uncertain.state, uncertain.error) == (DeliveryState.UNCERTAIN, "lost")
    assert verbs()[-1] == ("delivery.uncertain", ACTOR)


def test_a_fault_of_ours_is_uncertain_once_the_message_has_begun(released, server_says):
    server_says(ValueError("a bad header"), begun=True)
    broken = send(released)
    assert (broken.state, broken.error) == (DeliveryState.UNCERTAIN, "ValueError: a bad header")
    assert verbs()[-1] == ("delivery.uncertain", ACTOR)


def test_a_worker_that_lost_its_claim_records_nothing(released, server_says):
    server_says(mail.Refused("550 no such person"))
    sending = claim(released)
    Delivery.objects.filter(pk=sending.delivery.pk).update(lease_until=LATER)
    sending.run(clock=lambda: LATER)
    assert Delivery.objects.get(pk=sending.delivery.pk).state == DeliveryState.CLAIMED


def test_only_the_mail_that_was_sent_is_settled(released, server_says):
    """Another delivery with the same lease, claimed at the same moment, does not change."""
    server_says()
    first, second = claim(released), claim(released)
    assert first.lease_until == second.lease_until
    first.run(clock=lambda: LATER)
    assert states() == ["accepted", "claimed"]


def test_the_pack_follows_its_mails(paper, released, server_says):
    server_says()
    send(released)
    assert Pack.objects.get().state == PackState.RELEASED
    send(released)
    assert Pack.objects.get().state == PackState.DELIVERED
    ProgressUpdateFactory(deliverable__strand=paper.strand, period=paper.period, rag="amber")
    paper.request()
    assert Pack.objects.get(pk=released.pk).state == PackState.DELIVERED


def test_the_mails_of_another_pack_do_not_hold_this_one_back(paper, released, server_says):
    ProgressUpdateFactory(deliverable__strand=paper.strand, period=paper.period, rag="amber")
    newer = paper.render(paper.request(release=True))
    assert Pack.objects.get(pk=newer.pk).state == PackState.RELEASED
    server_says()
    send(newer)
    send(newer)
    assert Pack.objects.get(pk=newer.pk).state == PackState.DELIVERED
