"""Messages to a real HTTP server on this machine: what they say, retries, switching off, and what is never reached."""

import base64
import hmac
import json
import socket
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from councils.models import Change, Person
from councils.permissions import Role
from councils.tenancy import council_context
from packs import sending_mark
from tests.factories import DeliverableFactory, PersonFactory
from webhooks import actions, outgoing
from webhooks.jobs import next_due, settle, sweep, visit_council
from webhooks.models import Endpoint, Message, WebhookMoment
from webhooks.sending import claim, drop_what_waits, queue_messages, send
from webhooks.signing import secret_of

NOW = datetime(2016, 7, 8, 9, tzinfo=UTC)


class Receiver:
    """A server that keeps what it receives and answers with the next of `answers`, else 204."""

    def __init__(self):
        self.received, self.answers = [], []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.received.append((dict(self.headers), body))
                status = receiver.answers.pop(0) if receiver.answers else 204
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", f"{receiver.address}elsewhere")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_MAY_REACH_LOOPBACK = True
    server = Receiver()
    yield server
    server.close()


@pytest.fixture
def endpoint(cast, receiver):
    with council_context(cast.council.id):
        found, secret = actions.add(
            name="Warehouse", address=f"{receiver.address}in", types=[], by=cast.actor(Role.ADMINISTRATOR)
        )
    found.secret = secret
    return found


def change_something(cast, name="Robin Secret"):
    with council_context(cast.council.id):
        return PersonFactory(initials=f"RS{Person.objects.count()}", name=name)


def work(cast, now=NOW):
    """What a visit does, at a moment."""
    queue_messages(cast.council.id, now)
    while message := claim(cast.council.id, now):
        send(cast.council.id, message, now)
    settle(cast.council.id, now)


def messages(cast):
    with council_context(cast.council.id):
        return list(Message.objects.order_by("id"))


def again(cast):
    with council_context(cast.council.id):
        return Endpoint.objects.get()


def signatures(headers, body, secret):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    return expected in headers["webhook-signature"].split()


def test_a_change_is_told_thin_and_signed(cast, receiver, endpoint):
    person = change_something(cast)
    work(cast)
    [(headers, body)] = receiver.received
    assert headers["Content-Type"] == "application/json" and headers["Host"] in receiver.address
    assert signatures(headers, body, endpoint.secret)
    said = json.loads(body)
    assert (said["type"], said["timestamp"]) == ("council.changed", "2016-07-08T09:00:00+00:00")
    assert said["data"]["objects"] == [{"type": "person", "id": str(person.public_id)}]
    assert said["data"]["council"] == "northport" and said["data"]["has_more"] is False
    with council_context(cast.council.id):
        told = Change.objects.filter(seq__gt=said["data"]["after"], seq__lte=said["data"]["change_seq"])
        assert person.public_id in told.values_list("object_id", flat=True)
    assert b"Secret" not in body and b"RS" not in body
    [message] = messages(cast)
    assert (message.state, message.status, message.attempts) == ("delivered", 204, 1)


def test_each_change_is_told_once_and_ranges_have_no_gap(cast, receiver, endpoint):
    for _ in range(3):
        change_something(cast)
        work(cast)
    work(cast)
    ranges = [json.loads(body)["data"] for _, body in receiver.received]
    assert len(ranges) == 3
    assert [each["after"] for each in ranges[1:]] == [each["change_seq"] for each in ranges[:-1]]


def test_own_changes_are_told_to_nobody(cast, receiver, endpoint):
    work(cast)
    assert receiver.received == [] and messages(cast) == []


def test_only_the_chosen_types(cast, receiver, endpoint):
    with council_context(cast.council.id):
        actions.change(
            endpoint=endpoint,
            name="Warehouse",
            address=endpoint.address,
            types=["deliverable"],
            by=cast.actor(Role.ADMINISTRATOR),
        )
    change_something(cast)
    work(cast)
    assert receiver.received == []
    with council_context(cast.council.id):
        deliverable = DeliverableFactory()
    work(cast)
    [(_, body)] = receiver.received
    assert json.loads(body)["data"]["objects"] == [{"type": "deliverable", "id": str(deliverable.public_id)}]


def test_many_changes_are_one_message_that_says_there_are_more(cast, receiver, endpoint):
    with council_context(cast.council.id):
        Person.objects.bulk_create(Person(initials=f"P{number}") for number in range(150))
    work(cast)
    [(_, body)] = receiver.received
    data = json.loads(body)["data"]
    assert len(data["objects"]) == 100 and data["has_more"] is True


def test_a_failed_message_is_sent_again_with_the_same_id_and_body(cast, receiver, endpoint):
    receiver.answers = [500, 302, 204]
    change_something(cast)
    work(cast)
    [waiting] = messages(cast)
    assert waiting.problem == "The receiver answered 500, where 2xx is expected."
    assert timedelta(seconds=5) <= waiting.due_at - NOW <= timedelta(seconds=6)
    change_something(cast)
    work(cast, NOW + timedelta(seconds=1))
    assert len(receiver.received) == 1, "not before it is due, and nothing overtakes it"
    work(cast, NOW + timedelta(seconds=7))
    assert again(cast).failing_since == NOW
    work(cast, NOW + timedelta(minutes=10))
    first, second, third = receiver.received[:3]
    assert first[1] == second[1] == third[1]
    assert len({headers["webhook-id"] for headers, _ in (first, second, third)}) == 1
    assert again(cast).failing_since is None
    work(cast, NOW + timedelta(minutes=11))
    assert json.loads(receiver.received[-1][1])["data"]["after"] == waiting.last_seq


def test_switched_off_after_three_days_and_nothing_is_missed(cast, receiver, endpoint):
    receiver.answers = [500] * 100
    change_something(cast)
    now = NOW
    while again(cast).is_on and now < NOW + timedelta(days=10):
        work(cast, now)
        now += timedelta(hours=1)
    off = again(cast)
    assert timedelta(hours=72) < now - NOW < timedelta(hours=110)
    assert off.off_because.startswith("No message has been accepted for 72 hours.")
    before = len(receiver.received)
    person = change_something(cast)
    work(cast, now)
    assert len(receiver.received) == before
    page = cast.client(Role.ADMINISTRATOR).get("/northport/webhooks/").content.decode()
    assert "No message has been accepted for 72 hours." in page
    receiver.answers = []
    with council_context(cast.council.id):
        actions.turn_on(endpoint=again(cast), by=cast.actor(Role.ADMINISTRATOR), now=now)
    work(cast, now)
    work(cast, now)
    assert str(person.public_id).encode() in receiver.received[-1][1]


def test_a_receiver_that_wants_no_more_is_switched_off_at_once(cast, receiver, endpoint):
    receiver.answers = [410]
    change_something(cast)
    work(cast)
    assert again(cast).off_because == "The receiver answered 410: it wants no more messages."


def test_a_new_secret_overlaps_with_the_old_one(cast, receiver, endpoint):
    with council_context(cast.council.id):
        new = actions.rotate(endpoint=endpoint, by=cast.actor(Role.ADMINISTRATOR), now=NOW)
    for hours, old_signs in ((23, True), (25, False)):
        change_something(cast)
        work(cast, NOW + timedelta(hours=hours))
        headers, body = receiver.received[-1]
        assert signatures(headers, body, new)
        assert signatures(headers, body, endpoint.secret) is old_signs


def test_the_database_does_not_hold_the_secret(cast, endpoint):
    with council_context(cast.council.id):
        row = str(list(Endpoint.objects.values())) + str(list(Change.objects.values("before", "after")))
    assert endpoint.secret.removeprefix("whsec_")[:20] not in row
    assert endpoint.secret == secret_of(endpoint.salt)
    with council_context(cast.council.id):
        assert "127.0.0.1" not in str(list(Change.objects.values("before", "after")))


class TestWhatIsNeverReached:
    @pytest.mark.parametrize(
        "found", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:192.168.0.1"]
    )
    def test_a_name_that_leads_inside(self, monkeypatch, found):
        answer = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in ("93.184.216.34", found)
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: answer)
        monkeypatch.setattr(socket, "create_connection", lambda *_args: pytest.fail("connected"))
        with pytest.raises(outgoing.NotAccepted, match="public server"):
            outgoing.post("https://hooks.example.org/", b"", {})

    def test_the_connection_goes_to_the_address_that_was_checked(self, monkeypatch):
        asked, reached = [], []

        def look_up(host, *_args, **_more):
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]

        def connect(target, *_args):
            reached.append(target)
            raise OSError("no network in tests")

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        monkeypatch.setattr(socket, "create_connection", connect)
        with pytest.raises(outgoing.NoAnswer):
            outgoing.post("https://hooks.example.org/", b"", {})
        assert (asked, reached) == (["hooks.example.org"], [("93.184.216.34", 443)])

    def test_this_machine_without_the_setting_of_tests(self, cast, receiver, endpoint, settings):
        settings.WEBHOOKS_MAY_REACH_LOOPBACK = False
        change_something(cast)
        work(cast)
        assert receiver.received == []
        assert messages(cast)[0].problem == "Enter an address that begins with https://."

    def test_a_receiver_that_never_answers(self, monkeypatch, settings):
        settings.WEBHOOKS_MAY_REACH_LOOPBACK = True
        monkeypatch.setattr(outgoing, "WHOLE_TIMEOUT", 0.3)
        with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(outgoing.NoAnswer):
            outgoing.post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {})


class TestTheClock:
    def test_only_councils_with_a_webhook_and_something_to_tell_are_due(self, cast, receiver, endpoint):
        with council_context(cast.other.id):
            PersonFactory()
        assert list(WebhookMoment.objects.values_list("council", flat=True)) == [cast.council.id]
        settle(cast.council.id, timezone.now())
        assert WebhookMoment.objects.get().due_at is None
        change_something(cast)
        assert WebhookMoment.objects.get().due_at is not None

    def test_a_sweep_visits_what_is_due_once(self, cast, receiver, endpoint, monkeypatch):
        visited = []
        monkeypatch.setattr(visit_council, "delay", lambda council_id: visited.append(council_id))
        change_something(cast)
        sweep()
        sweep()
        assert visited == [cast.council.id]
        visit_council(council_id=cast.council.id)
        assert len(receiver.received) == 1 and WebhookMoment.objects.get().due_at is None

    def test_a_message_that_waits_is_due_when_it_is_tried_again(self, cast, receiver, endpoint):
        receiver.answers = [500, 500]
        change_something(cast)
        work(cast)
        work(cast, NOW + timedelta(seconds=30))
        with council_context(cast.council.id):
            assert next_due(NOW) == Message.objects.get().due_at

    def test_a_worker_that_died_leaves_its_message_to_the_next(self, cast, receiver, endpoint):
        change_something(cast)
        queue_messages(cast.council.id, NOW)
        assert claim(cast.council.id, NOW) is not None
        assert claim(cast.council.id, NOW + timedelta(seconds=119)) is None
        work(cast, NOW + timedelta(seconds=121))
        assert len(receiver.received) == 1

    def test_a_position_far_behind_without_news_moves_on(self, cast, receiver, endpoint, monkeypatch):
        monkeypatch.setattr("webhooks.sending.MANY", 5)
        with council_context(cast.council.id):
            Endpoint.objects.update(types=["deliverable"])
            before = Endpoint.objects.get().told_seq
        for _ in range(6):
            change_something(cast)
        work(cast)
        assert again(cast).told_seq > before and messages(cast) == []


def test_old_messages_leave_the_log(cast, receiver, endpoint):
    change_something(cast)
    work(cast)
    change_something(cast)
    work(cast, NOW + timedelta(days=31))
    assert len(messages(cast)) == 1


def test_after_a_restore_nothing_is_sent(cast, receiver, endpoint, monkeypatch):
    change_something(cast)
    queue_messages(cast.council.id, NOW)
    monkeypatch.setattr(sending_mark, "why_held", lambda: "Restored")
    assert claim(cast.council.id, NOW) is None
    monkeypatch.undo()
    with council_context(cast.council.id):
        assert drop_what_waits("operator") == 1
    assert messages(cast)[0].state == "stopped"
    assert claim(cast.council.id, NOW) is None
