"""Calls of GOV.UK Notify over real HTTP: what is sent, and what each answer means."""

import socket

import pytest

from core import mail, notify
from tests import fake_notify
from tests.fake_notify import Trouble

ADA = "ada@example.org"


@pytest.fixture
def fake(settings):
    with fake_notify.running() as server:
        settings.NOTIFY_API_KEY, settings.NOTIFY_URL = fake_notify.API_KEY, server.url
        yield server


@pytest.fixture
def begun():
    return []


def send(begun, address=ADA, **personalisation):
    return notify.send(
        template_id=fake_notify.TEMPLATE,
        address=address,
        reference="council.delivery",
        personalisation={"board": "SEND Board", **personalisation},
        before_data=lambda: begun.append(address),
    )


def test_one_call_sends_one_email(fake, begun):
    sent = send(begun, link_to_file=notify.file_link(b"%PDF-1.7", "pack.pdf", weeks=26))
    assert (sent.address, begun, fake.calls) == (ADA, [ADA], [("POST", ADA)])
    [row] = fake.sent
    assert (row["id"], row["reference"], row["template_id"]) == (
        sent.id,
        "council.delivery",
        fake_notify.TEMPLATE,
    )
    assert row["personalisation"] == {
        "board": "SEND Board",
        "link_to_file": {
            "file": "JVBERi0xLjc=",
            "filename": "pack.pdf",
            "confirm_email_before_download": True,
            "retention_period": "26 weeks",
        },
    }


@pytest.mark.parametrize(
    ("trouble", "raised", "words"),
    [
        (Trouble.NOT_TEAM, mail.Refused, "does not accept the email: 400 Can’t send to this recipient"),
        (Trouble.FORBIDDEN, mail.Refused, "403 Invalid token: API key not found"),
        (Trouble.TOO_MANY, mail.PutOff, "429 Exceeded rate limit"),
        (Trouble.BROKEN, mail.PutOff, "500 Internal server error"),
        (Trouble.DROPPED_BEFORE, mail.Uncertain, "lost while sending"),
        (Trouble.DROPPED_AFTER, mail.Uncertain, "lost while sending"),
    ],
)
def test_what_went_wrong(fake, begun, trouble, raised, words):
    fake.next_calls(trouble)
    with pytest.raises(raised, match=words):
        send(begun)
    assert begun == [ADA]
    assert len(fake.sent) == (trouble == Trouble.DROPPED_AFTER)


def test_a_bad_address_is_refused_in_the_providers_words(fake, begun):
    with pytest.raises(mail.Refused, match="400 email_address Not a valid email address"):
        send(begun, address="ada")


def test_a_wrong_secret_is_refused_and_never_repeated(fake, begun, settings):
    settings.NOTIFY_API_KEY = fake_notify.API_KEY[:-1] + "1"
    with pytest.raises(mail.Refused, match="403 Invalid token") as refused:
        send(begun)
    assert settings.NOTIFY_API_KEY[-36:] not in str(refused.value)


@pytest.mark.parametrize("key", ["", "no-key", fake_notify.API_KEY[:-1]])
def test_without_a_key_nothing_is_called(fake, begun, settings, key):
    settings.NOTIFY_API_KEY = key
    assert not notify.is_set_up()
    with pytest.raises(mail.Refused, match="not set up"):
        send(begun)
    assert (begun, fake.calls) == ([], [])


def test_a_server_that_cannot_be_reached_has_begun_nothing(begun, settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.NOTIFY_API_KEY = fake_notify.API_KEY
        settings.NOTIFY_URL = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(mail.PutOff, match=r"Could not reach GOV\.UK Notify"):
            send(begun)
        with pytest.raises(mail.PutOff):
            notify.look_up("some-id")
    assert begun == []


def test_a_server_that_does_not_answer_in_time(begun, settings):
    settings.NOTIFY_API_KEY, settings.NOTIFY_TIMEOUT = fake_notify.API_KEY, 0.2
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.NOTIFY_URL = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(mail.Uncertain, match="timed out"):
            send(begun)
        with pytest.raises(mail.PutOff, match="does not answer"):
            notify.find("council.delivery", ADA)


def test_if_the_worker_may_not_go_on_nothing_is_sent(fake):
    def taken_over():
        raise LookupError

    with pytest.raises(LookupError):
        notify.send(
            template_id=fake_notify.TEMPLATE,
            address=ADA,
            reference="r",
            personalisation={},
            before_data=taken_over,
        )
    assert fake.sent == []


def test_an_email_is_found_by_its_reference_unless_it_failed(fake, begun):
    assert notify.find("council.delivery", ADA) is None
    sent = send(begun)
    assert notify.find("council.delivery", "ADA@example.org").id == sent.id
    assert notify.find("council.delivery", "bo@example.org") is None
    assert notify.find("another", ADA) is None
    fake.say("delivered")
    assert notify.look_up(sent.id).status == notify.Status.DELIVERED
    fake.say("permanent-failure")
    assert notify.look_up(sent.id).status.failed
    assert notify.find("council.delivery", ADA) is None
    with pytest.raises(mail.Refused, match="404 No result found"):
        notify.look_up("unknown")


@pytest.mark.parametrize(
    ("word", "status"),
    [("pending", "sending"), ("delivered", "delivered"), (None, "sending"), ([], "sending")],
)
def test_words_that_are_not_known_mean_that_it_is_on_its_way(word, status):
    assert notify.read_status(word) == status
