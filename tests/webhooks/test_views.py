"""Pages for webhooks: who may, what they show, and what they refuse."""

import pytest

from api.filters import nouns_of_tables
from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from tests.pages import FRAME, text_of
from tests.webhooks.test_sending import change_something, endpoint, messages, receiver, work  # noqa: F401
from webhooks import actions
from webhooks.models import Endpoint
from webhooks.summaries import OFFERED

HOME = "/northport/webhooks/"
HOOK = {"name": "Warehouse", "address": "https://hooks.example.org/in", "types": ["deliverable", "reading"]}


@pytest.fixture
def admin(cast):
    return cast.client(Role.ADMINISTRATOR)


def one(webhook, rest=""):
    return f"{HOME}{webhook.public_id}/{rest}"


def test_add_shows_the_secret_once(cast, admin):
    shown = admin.post(f"{HOME}new/", HOOK)
    assert "whsec_" in shown.content.decode() and "no-store" in shown.headers["Cache-Control"]
    with council_context(cast.council.id):
        [webhook] = Endpoint.objects.all()
    assert (webhook.name, webhook.types) == ("Warehouse", ["deliverable", "reading"])
    for page in (HOME, one(webhook), one(webhook, "change/")):
        assert "whsec_" not in admin.get(page).content.decode()
    assert "Deliverable, reading" in text_of(admin.get(HOME))


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("address", "http://hooks.example.org/", "Enter an address that begins with https://"),
        ("address", "https://10.0.0.1/", "The address does not lead to a public server"),
        ("name", " ", "This field is required"),
        ("types", ["nonsense"], "nonsense"),
    ],
)
def test_refused(cast, admin, field, value, says):
    shown = admin.post(f"{HOME}new/", HOOK | {field: value})
    assert shown.status_code == 422
    assert says in text_of(shown) or field == "name"
    with council_context(cast.council.id):
        assert not Endpoint.objects.exists()


def test_at_most_ten(cast):
    by = cast.actor(Role.ADMINISTRATOR)
    with council_context(cast.council.id):
        for _ in range(actions.MOST_ENDPOINTS):
            actions.add(**HOOK, by=by)
        with pytest.raises(actions.WebhookRefused, match="at most 10 webhooks"):
            actions.add(**HOOK, by=by)


def test_the_log_shows_a_delivery_and_sends_it_again(cast, admin, receiver, endpoint):  # noqa: F811
    change_something(cast)
    work(cast)
    assert "Delivered" in text_of(admin.get(one(endpoint)))
    [message] = messages(cast)
    admin.post(one(endpoint, f"messages/{message.public_id}/again/"))
    with council_context(cast.council.id):
        due_at = messages(cast)[0].due_at
    work(cast, due_at)
    assert len(receiver.received) == 2
    assert receiver.received[0][1] == receiver.received[1][1]


def test_a_webhook_that_is_off_sends_nothing_again(cast, admin, receiver, endpoint):  # noqa: F811
    change_something(cast)
    work(cast)
    admin.post(one(endpoint, "off/"))
    [message] = messages(cast)
    shown = admin.post(one(endpoint, f"messages/{message.public_id}/again/"), follow=True)
    assert "This webhook is off. Turn it on first." in text_of(shown)
    assert "Turn on" in text_of(shown)


def test_rotate_change_and_remove(cast, admin, receiver, endpoint):  # noqa: F811
    assert "whsec_" in admin.post(one(endpoint, "rotate/"), {"seen": ""}).content.decode()
    admin.post(one(endpoint, "change/"), HOOK)
    assert "hooks.example.org" in text_of(admin.get(HOME))
    admin.post(one(endpoint, "remove/"), {"seen": ""})
    with council_context(cast.council.id):
        assert not Endpoint.objects.exists()
        verbs = set(Change.objects.values_list("verb", flat=True))
    assert {"webhook.secret_rotated", "webhook.changed", "webhook.removed"} <= verbs


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators(cast, endpoint, role):  # noqa: F811
    client = cast.client(role)
    for page in (HOME, f"{HOME}new/", one(endpoint)):
        assert client.get(page).status_code == 403


def test_an_outsider_finds_nothing(cast, endpoint):  # noqa: F811
    for page in (HOME, one(endpoint)):
        assert cast.outsider_client().get(page).status_code == 404
    assert cast.outsider_client().get(one(endpoint).replace("northport", "southshire")).status_code == 404


@pytest.mark.parametrize("number", [1, 8])
def test_queries(cast, admin, receiver, django_assert_max_num_queries, number):  # noqa: F811
    with council_context(cast.council.id):
        for _ in range(number):
            webhook, _ = actions.add(**HOOK, by=cast.actor(Role.ADMINISTRATOR))
    for page in (HOME, one(webhook)):
        with django_assert_max_num_queries(FRAME + 2):
            assert admin.get(page).status_code == 200


def test_what_is_offered_are_nouns_of_the_feed():
    assert set(OFFERED) <= set(nouns_of_tables().values())
