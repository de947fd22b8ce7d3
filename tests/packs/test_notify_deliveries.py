"""Packs that go by GOV.UK Notify: one call for each recipient, whatever happens, and what becomes of each email."""

import base64
from datetime import timedelta

import pytest

from core import notify
from councils.permissions import Role
from councils.tenancy import council_context
from packs import actions, tasks
from packs.actions import Settlement
from packs.checking import CLAIMED_FOR, check_next
from packs.models import Delivery, DueMoment, Pack, PackTemplate
from packs.parts import STANDARD
from packs.sending import Sending
from packs.states import DeliveryState, PackState
from packs.ways import SendsBy
from tests import fake_notify
from tests.cast import TODAY
from tests.fake_notify import Trouble
from tests.packs.paper import NOW, address, mails_to, make_paper
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("no_queue")

MINUTE = timedelta(minutes=1)


@pytest.fixture
def fake(settings, monkeypatch):
    monkeypatch.setattr("random.random", lambda: 0.0)
    with fake_notify.running() as server:
        settings.NOTIFY_API_KEY, settings.NOTIFY_URL = fake_notify.API_KEY, server.url
        settings.NOTIFY_TEMPLATE_ID = fake_notify.TEMPLATE
        yield server


@pytest.fixture
def paper(cast, fake, tmp_path):
    cast.council.slug = f"north{tmp_path.name.replace('_', '-')}"[:50]
    cast.council.save()
    with council_context(cast.council.id):
        paper = make_paper(cast.council, recipients=1)
        parts = [part.value for part in STANDARD]
        PackTemplate.objects.create(board=paper.board, parts=parts, sends_by=SendsBy.NOTIFY)
        yield paper


@pytest.fixture
def released(paper):
    return paper.render(paper.request(release=True))


def send(pack, now=NOW):
    """Send what is due at this moment, and return the one delivery."""
    while (sending := Sending.claim(pack.council_id, pack.pk, now=now)) is not None:
        sending.run(clock=lambda: now)
    return Delivery.objects.get()


def check(pack, now):
    while check_next(pack.council_id, clock=lambda: now):
        pass
    return Delivery.objects.get()


def posts(fake):
    return [call for call in fake.calls if call[0] == "POST"]


class TestSending:
    def test_one_call_sends_the_template_with_a_link_to_the_file(self, paper, released, fake):
        sent = send(released)
        [row] = fake.sent
        assert (sent.state, sent.accepted_at, sent.provider_id) == (DeliveryState.ACCEPTED, NOW, row["id"])
        assert sent.check_at == NOW + MINUTE
        assert row["email_address"] == address(paper.council, 0)
        assert row["reference"] == f"{paper.council.public_id}.{sent.public_id}"
        said = row["personalisation"]
        assert (said["board"], said["name"], said["edition"]) == ("SEND Board", "Reader 0", "1")
        assert said["summary"] == "1 red, 1 amber, 2 green and 1 not rated of 5"
        assert said["page"].endswith(f"/packs/{released.public_id}/")
        assert base64.b64decode(said["link_to_file"]["file"]) == b"%PDF-1.7 small"
        assert said["link_to_file"]["filename"].endswith(".pdf")
        assert mails_to(address(paper.council, 0)) == []
        assert Pack.objects.get().state == PackState.DELIVERED
        assert len(fake.calls) == 1

    def test_a_file_that_is_too_large_is_replaced_by_the_address_of_the_page(
        self, paper, released, fake, monkeypatch
    ):
        monkeypatch.setattr(notify, "LARGEST_FILE", len(b"%PDF-1.7 small"))
        send(released)
        said = fake.sent[0]["personalisation"]
        assert said["link_to_file"] == said["page"]

    def test_a_council_can_have_its_own_template(self, paper, released, fake, settings):
        own = fake_notify.SERVICE
        settings.NOTIFY_TEMPLATE_IDS = {paper.council.slug: own, "another": fake_notify.TEMPLATE}
        send(released)
        assert fake.sent[0]["template_id"] == own

    @pytest.mark.parametrize(
        ("trouble", "words"), [(Trouble.NOT_TEAM, "team-only"), (Trouble.FORBIDDEN, "Invalid token")]
    )
    def test_refused_for_good_in_the_providers_words(self, paper, released, fake, trouble, words):
        fake.next_calls(trouble)
        failed = send(released)
        assert (failed.state, len(posts(fake))) == (DeliveryState.FAILED, 1)
        assert words in failed.error
        assert fake_notify.SECRET not in failed.error

    def test_a_bad_address_is_refused(self, paper, released, fake):
        Delivery.objects.update(email="reader@localhost")
        assert "Not a valid email address" in send(released).error

    @pytest.mark.parametrize("trouble", [Trouble.TOO_MANY, Trouble.BROKEN])
    def test_put_off_is_tried_again_after_a_question(self, paper, released, fake, trouble):
        fake.next_calls(trouble)
        waiting = send(released)
        assert (waiting.state, waiting.next_attempt_at) == (DeliveryState.RETRY_WAIT, NOW + MINUTE)
        assert send(released, NOW + MINUTE).state == DeliveryState.ACCEPTED
        assert [call[0] for call in fake.calls] == ["POST", "GET", "POST"]
        assert len(fake.sent) == 1

    def test_a_connection_lost_after_it_was_accepted_is_found_by_its_reference(self, paper, released, fake):
        fake.next_calls(Trouble.DROPPED_AFTER)
        sent = send(released)
        assert (sent.state, sent.provider_id) == (DeliveryState.ACCEPTED, fake.sent[0]["id"])
        assert (len(posts(fake)), len(fake.sent)) == (1, 1)

    def test_a_connection_lost_before_it_was_accepted_is_tried_again(self, paper, released, fake):
        fake.next_calls(Trouble.DROPPED_BEFORE)
        assert send(released).state == DeliveryState.RETRY_WAIT
        assert send(released, NOW + MINUTE).state == DeliveryState.ACCEPTED
        assert len(fake.sent) == 1

    def test_only_if_nobody_can_say_it_is_uncertain(self, paper, released, fake):
        fake.next_calls(Trouble.DROPPED_AFTER)
        fake.answers_questions = False
        assert send(released).state == DeliveryState.UNCERTAIN
        assert len(fake.sent) == 1

    def test_sent_again_by_a_person_it_is_asked_for_first(self, paper, released, fake, cast):
        fake.next_calls(Trouble.DROPPED_AFTER)
        fake.answers_questions = False
        uncertain = send(released)
        fake.answers_questions = True
        actions.settle_delivery(
            delivery=uncertain, outcome=Settlement.SEND_AGAIN, by=cast.actor(Role.APPROVER), today=TODAY
        )
        assert send(released).state == DeliveryState.ACCEPTED
        assert (len(posts(fake)), len(fake.sent)) == (1, 1)

    def test_without_a_template_it_has_failed_and_nothing_was_called(self, paper, released, fake, settings):
        settings.NOTIFY_TEMPLATE_ID = ""
        failed = send(released)
        assert (failed.state, fake.calls) == (DeliveryState.FAILED, [])
        assert "not set up" in failed.error

    def test_a_worker_that_died_while_sending_leaves_it_to_be_asked_about(self, paper, released, fake):
        sending = Sending.claim(released.council_id, released.pk, now=NOW)
        sending._transmitting(NOW)
        fake.accept(
            {
                "email_address": address(paper.council, 0),
                "template_id": fake_notify.TEMPLATE,
                "reference": sending.delivery.reference,
            }
        )
        tasks.sweep_council(council_id=released.council_id)
        uncertain = Delivery.objects.get()
        assert (uncertain.state, uncertain.check_at is not None) == (DeliveryState.UNCERTAIN, True)
        found = check(released, uncertain.check_at)
        assert (found.state, found.provider_id) == (DeliveryState.ACCEPTED, fake.sent[0]["id"])


class TestAnswers:
    @pytest.fixture
    def sent(self, released):
        return send(released)

    def test_on_its_way_it_is_asked_again_later_and_later(self, released, sent, fake):
        fake.say("sending")
        now, waits = NOW + MINUTE, []
        while now < NOW + timedelta(days=4):
            found = check(released, now)
            if found.check_at is None:
                break
            waits.append((found.check_at - now) // MINUTE)
            now = found.check_at
        assert waits[:8] == [1, 2, 4, 8, 16, 32, 64, 128]
        assert set(waits[8:]) == {240}
        assert (found.state, found.check_at) == (DeliveryState.ACCEPTED, None)
        assert now > NOW + timedelta(hours=72)

    def test_it_arrived(self, released, sent, fake):
        fake.say("delivered")
        found = check(released, NOW + MINUTE)
        assert (found.state, found.delivered_at, found.check_at) == (
            DeliveryState.DELIVERED,
            NOW + MINUTE,
            None,
        )
        assert Pack.objects.get().state == PackState.DELIVERED

    def test_it_did_not_arrive_and_is_sent_to_the_right_address(self, paper, released, sent, fake, cast):
        fake.say("permanent-failure")
        found = check(released, NOW + MINUTE)
        assert (found.state, Pack.objects.get().state) == (DeliveryState.BOUNCED, PackState.FAILED)
        assert "the address does not exist" in found.error
        found.recipient.email = f"right@{paper.council.slug}.example.org"
        found.recipient.save()
        actions.settle_delivery(
            delivery=found, outcome=Settlement.SEND_AGAIN, by=cast.actor(Role.APPROVER), today=TODAY
        )
        again = send(released, NOW + 2 * MINUTE)
        assert (again.state, again.error) == (DeliveryState.ACCEPTED, "")
        assert fake.addresses() == [address(paper.council, 0), f"right@{paper.council.slug}.example.org"]

    def test_sent_again_to_the_same_address_it_is_another_email(self, released, sent, fake, cast):
        fake.say("temporary-failure")
        found = check(released, NOW + MINUTE)
        actions.settle_delivery(
            delivery=found, outcome=Settlement.SEND_AGAIN, by=cast.actor(Role.APPROVER), today=TODAY
        )
        again = send(released, NOW + 2 * MINUTE)
        assert (again.state, len(fake.sent)) == (DeliveryState.ACCEPTED, 2)
        assert again.provider_id == fake.sent[1]["id"]

    def test_no_answer_is_asked_for_again(self, released, sent, fake):
        fake.answers_questions = False
        found = check(released, NOW + MINUTE)
        assert (found.state, found.check_at) == (DeliveryState.ACCEPTED, NOW + 2 * MINUTE)

    def test_while_one_worker_asks_no_other_does(self, released, sent, fake, monkeypatch):
        seen = []

        def look(notification_id):
            seen.append(check_next(released.council_id, clock=lambda: NOW + MINUTE))
            seen.append(Delivery.objects.get().check_at)
            return notify.Notification(notification_id, "", notify.Status.DELIVERED)

        monkeypatch.setattr(notify, "look_up", look)
        check(released, NOW + MINUTE)
        assert seen == [False, NOW + MINUTE + CLAIMED_FOR]

    def test_the_clock_comes_when_it_is_to_be_asked(self, released, sent, monkeypatch):
        woken = []
        monkeypatch.setattr(tasks.check_deliveries, "delay", lambda **ids: woken.append(ids))
        assert DueMoment.objects.get(council_id=released.council_id).due_at <= NOW + MINUTE
        tasks.sweep_council(council_id=released.council_id)
        assert woken == [{"council_id": released.council_id}]
        Delivery.objects.update(check_at=None)
        tasks.sweep_council(council_id=released.council_id)
        assert DueMoment.objects.get(council_id=released.council_id).due_at is None

    def test_the_page_says_what_became_of_it(self, released, sent, fake, cast):
        fake.say("permanent-failure")
        check(released, NOW + MINUTE)
        page = text_of(cast.client(Role.APPROVER).get(released.get_absolute_url()))
        assert "1 did not arrive" in page
        assert "Accepted by GOV.UK Notify on 8 July 2016" in page
        assert "the address does not exist or takes no emails. Correct it." in page
        assert "Send again to Reader 0" in page


class TestChoosing:
    def page(self, cast, paper):
        return cast.client().get(f"/{cast.council.slug}/boards/send-board/pack-contents/")

    def test_it_can_be_chosen_where_it_is_set_up(self, cast, paper, settings):
        PackTemplate.objects.update(sends_by=SendsBy.PDF)
        assert "GOV.UK Notify" in text_of(self.page(cast, paper))
        settings.NOTIFY_API_KEY = ""
        assert "GOV.UK Notify" not in text_of(self.page(cast, paper))
        address = f"/{cast.council.slug}/boards/send-board/pack-contents/"
        assert cast.client().post(address, {"sends_by": "notify", "naming": "names"}).status_code == 422
        assert PackTemplate.objects.get().sends_by == SendsBy.PDF

    def test_a_board_that_has_it_is_told_when_it_is_no_longer_set_up(self, cast, paper, settings):
        settings.NOTIFY_TEMPLATE_ID = ""
        address = f"/{cast.council.slug}/boards/send-board/pack-contents/"
        refused = cast.client().post(address, {"sends_by": "notify", "naming": "names"})
        assert refused.status_code == 422
        assert "GOV.UK Notify is not set up for this council. Select another way" in text_of(refused)
