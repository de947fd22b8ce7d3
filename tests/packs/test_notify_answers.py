"""GOV.UK Notify says by itself what became of an email: with its token, about what it knows, in few words."""

import json

import pytest
from django.test import Client

from councils.models import Change
from councils.tenancy import council_context
from packs.models import Delivery, Pack
from packs.states import DeliveryState, PackState
from packs.views.notify_answers import LARGEST_ANSWER, MAX_MISSES_PER_MINUTE
from tests.packs.paper import make_paper

ADDRESS = "/deliveries/notify/"
TOKEN = "a-token-of-the-tests"


@pytest.fixture
def sent(cast, no_queue, settings):
    """A delivery that GOV.UK Notify has accepted as "one"."""
    settings.NOTIFY_CALLBACK_TOKEN = TOKEN
    with council_context(cast.council.id):
        paper = make_paper(cast.council, recipients=1)
        paper.render(paper.request(release=True))
        Pack.objects.update(state=PackState.DELIVERED)
        Delivery.objects.update(sends_by="notify", state=DeliveryState.ACCEPTED, provider_id="one")
        delivery = Delivery.objects.select_related("pack__council").get()
        return {
            "id": "one",
            "reference": delivery.reference,
            "to": delivery.email,
            "status": "delivered",
            "created_at": "2016-07-08T09:00:00.000000Z",
            "notification_type": "email",
        }


def say(said, *, token=TOKEN, **more):
    body = said if isinstance(said, bytes | str) else json.dumps(said | more)
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    return Client(enforce_csrf_checks=True).post(
        ADDRESS, body, content_type="application/json", headers=headers
    )


def stored(cast):
    with council_context(cast.council.id):
        delivery = Delivery.objects.get()
        return delivery.state, Pack.objects.get().state


def test_it_arrived(cast, sent):
    answer = say(sent)
    assert (answer.status_code, answer.content) == (204, b"")
    assert stored(cast) == ("delivered", "delivered")
    with council_context(cast.council.id):
        assert Delivery.objects.get().delivered_at is not None
        assert Change.objects.filter(verb="delivery.delivered", actor="notify:callback").exists()
    assert not answer.cookies


@pytest.mark.parametrize("status", ["permanent-failure", "temporary-failure", "technical-failure"])
def test_it_did_not_arrive(cast, sent, status):
    say(sent, status=status)
    assert stored(cast) == ("bounced", "failed")


def test_said_twice_it_is_recorded_once(cast, sent):
    say(sent)
    with council_context(cast.council.id):
        before = Change.objects.latest("seq").seq
    say(sent)
    with council_context(cast.council.id):
        assert Change.objects.latest("seq").seq == before


@pytest.mark.parametrize(
    "other",
    [
        {"id": "an-earlier-one"},
        {"reference": None},
        {"reference": "of another system"},
        {"reference": "00000000-0000-4000-8000-000000000000.00000000-0000-4000-8000-000000000000"},
        {"to": "somebody@example.org"},
        {"status": "sending"},
        {"status": "a new word"},
    ],
    ids=lambda other: str(next(iter(other.items()))),
)
def test_what_is_about_nothing_of_ours_changes_nothing(cast, sent, other):
    assert say(sent, **other).status_code == 204
    assert stored(cast) == ("accepted", "delivered")


def test_a_delivery_of_another_council_is_not_found(cast, sent):
    _, delivery = sent["reference"].split(".")
    assert say(sent, reference=f"{cast.other.public_id}.{delivery}").status_code == 204
    assert stored(cast) == ("accepted", "delivered")


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN.upper()])
def test_without_the_token_nobody_comes_in(cast, sent, token):
    assert say(sent, token=token).status_code == 401
    assert stored(cast) == ("accepted", "delivered")


def test_without_a_token_set_up_nobody_comes_in(cast, sent, settings):
    settings.NOTIFY_CALLBACK_TOKEN = ""
    assert say(sent, token="").status_code == 401


def test_somebody_who_guesses_is_slowed_down(cast, sent):
    answers = {say(sent, token="wrong").status_code for _ in range(MAX_MISSES_PER_MINUTE + 1)}
    assert answers == {401, 429}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("no json", 400),
        ("[]", 400),
        ("{}", 400),
        ("null", 400),
        (b"\xff", 400),
        ("x" * (LARGEST_ANSWER + 1), 413),
    ],
    ids=["no json", "a list", "nothing", "null", "noise", "too large"],
)
def test_what_is_no_answer_is_refused(cast, sent, body, status):
    assert say(body).status_code == status


def test_it_can_only_be_told(cast, sent):
    assert Client().get(ADDRESS).status_code == 405


def test_it_is_recorded_in_a_known_number_of_queries(cast, sent, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        say(sent)
