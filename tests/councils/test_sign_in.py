"""Sign-in, sign-out and passwords, with their security events."""

import pytest
from celery.exceptions import Retry
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from kombu.exceptions import OperationalError

from councils.accounts.tasks import send_password_links
from councils.models import SecurityEvent, User

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD, OTHER = "ada@example.org", "a quiet harbour at dawn", "an evening tide comes in"


@pytest.fixture
def ada():
    return User.objects.create_user(EMAIL, PASSWORD, name="Ada")


@pytest.fixture
def client(ada):
    return Client(REMOTE_ADDR="192.0.2.7")


def sign_in(client, password=PASSWORD, email=EMAIL, **more):
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def events():
    return list(SecurityEvent.objects.order_by("id").values_list("kind", flat=True))


def test_signing_in_leads_home_and_is_kept(ada, client):
    assert sign_in(client).headers["Location"] == "/"
    event = SecurityEvent.objects.get()
    assert (event.kind, event.user, event.ip_address) == ("signed_in", ada, "192.0.2.7")
    assert len(event.request_id) == 36


def test_signing_in_leads_to_where_one_wanted_to_go_but_never_elsewhere(client):
    assert sign_in(client, next="/north/changes/").headers["Location"] == "/north/changes/"
    assert sign_in(Client(), next="https://example.com/").headers["Location"] == "/"


def test_an_address_in_capitals_is_the_same(client):
    assert sign_in(client, email="ADA@Example.org").status_code == 302


@pytest.mark.parametrize(("email", "password"), [(EMAIL, "wrong"), ("nobody@example.org", PASSWORD)])
def test_a_failure_says_the_same_whoever_it_is_and_is_kept(client, email, password):
    response = sign_in(client, password, email)
    assert response.status_code == 200
    assert "not correct" in response.content.decode()
    event = SecurityEvent.objects.get()
    assert (event.kind, event.subject, event.user) == ("sign_in_failed", email, None)


def test_guessing_is_slowed_down(client):
    for _ in range(5):
        sign_in(client, "wrong")
    assert "Too many failed" in sign_in(client).content.decode()
    assert "signed_in" not in events()


@pytest.mark.parametrize(("proxies", "caller"), [(0, "192.0.2.7"), (1, "198.51.100.4")])
def test_the_client_ip_is_trusted_only_from_our_own_proxies(client, settings, proxies, caller):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    forwarded = {"X-Forwarded-For": "203.0.113.9, 198.51.100.4"}
    client.post("/accounts/login/", {"login": EMAIL, "password": "wrong"}, headers=forwarded)
    assert SecurityEvent.objects.get().ip_address == caller


GUESSER, OTHER_PLACE = {"X-Forwarded-For": "198.51.100.4"}, {"X-Forwarded-For": "198.51.100.5"}


def guess(client, times, email=""):
    """Wrong passwords from one address: for this account, or each for another one."""
    for number in range(times):
        fields = {"login": email or f"{number}@example.org", "password": "wrong"}
        client.post("/accounts/login/", fields, headers=GUESSER)


def opens(client, where, email=EMAIL):
    fields = {"login": email, "password": PASSWORD}
    return client.post("/accounts/login/", fields, headers=where).status_code == 302


def test_guessing_shuts_out_neither_colleagues_nor_the_owner_elsewhere(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    User.objects.create_user("grace@example.org", PASSWORD, name="Grace")
    guess(client, 6, EMAIL)
    assert not opens(client, GUESSER)
    assert opens(client, GUESSER, "grace@example.org")
    assert opens(client, OTHER_PLACE)


def test_guessing_at_many_accounts_shuts_out_its_address_alone(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    guess(client, 30)
    assert opens(Client(), GUESSER)
    guess(client, 101)
    assert not opens(client, GUESSER)
    assert opens(client, OTHER_PLACE)


def test_signing_out_is_kept(ada, client):
    sign_in(client)
    assert client.post("/accounts/logout/").headers["Location"] == "/accounts/login/"
    assert events() == ["signed_in", "signed_out"]
    assert SecurityEvent.objects.latest("id").user == ada
    assert client.get("/").status_code == 302


def test_a_closed_account_does_not_open(ada, client):
    User.objects.update(is_active=False)
    sign_in(client)
    assert "signed_in" not in events()
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client):
    fields = {"email": "new@example.org", "password1": OTHER, "password2": OTHER}
    assert client.get("/accounts/signup/").status_code == 200
    client.post("/accounts/signup/", fields)
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.fixture
def worker(monkeypatch):
    """A worker that does at once what is queued for it."""
    monkeypatch.setattr(
        send_password_links, "delay", lambda **kwargs: send_password_links.apply(kwargs=kwargs)
    )


def test_a_forgotten_password_is_chosen_anew_by_a_mail(client, worker):
    assert client.post("/accounts/password/reset/", {"email": EMAIL}).status_code == 302
    (message,) = mail.outbox
    assert message.subject == "Choose a new password for sendplan"
    (link,) = [line for line in message.body.splitlines() if "/key/" in line]
    form = client.get("/" + link.split("/", 3)[3], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": OTHER, "password2": OTHER})
    assert sign_in(client, OTHER).status_code == 302
    assert events() == ["password_link_asked", "password_link_sent", "password_set", "signed_in"]
    assert mail.outbox[1].subject == "Your sendplan password has changed"
    assert "192.0.2.7" in mail.outbox[1].body


def test_the_link_leads_to_this_installation_whatever_host_was_asked(client, settings, worker):
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = ["*"], "https://plans.example.gov.uk"
    client.post("/accounts/password/reset/", {"email": EMAIL}, headers={"Host": "evil.example"})
    (message,) = mail.outbox
    assert "\nhttps://plans.example.gov.uk/accounts/password/reset/key/" in message.body
    assert "evil" not in message.body


def test_an_unknown_address_gets_no_mail_and_the_same_answer(client, worker):
    answer = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert answer.headers["Location"] == "/accounts/password/reset/done/"
    assert mail.outbox == []


def test_asking_for_a_link_does_the_same_for_any_address(client, monkeypatch):
    """The request looks for no account and sends nothing, so its answer and its time tell nothing."""
    queued = []
    monkeypatch.setattr(send_password_links, "delay", lambda **kwargs: queued.append(kwargs))
    answers = []
    for email in (EMAIL, "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            answer = client.post("/accounts/password/reset/", {"email": email})
        answers.append((answer.status_code, answer.headers["Location"], len(queries)))
    assert answers[0] == answers[1]
    assert queued == [{"email": EMAIL}, {"email": "nobody@example.org"}]
    assert mail.outbox == []
    assert events() == ["password_link_asked", "password_link_asked"]


def test_a_link_is_sent_at_once_when_the_queue_is_away(client, monkeypatch):
    def away(**kwargs):
        raise OperationalError("refused")

    monkeypatch.setattr(send_password_links, "delay", away)
    assert client.post("/accounts/password/reset/", {"email": EMAIL}).status_code == 302
    assert [message.to for message in mail.outbox] == [[EMAIL]]


def test_a_link_waits_for_a_mail_server_that_is_away(ada, monkeypatch):
    def away(message):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    again = []
    monkeypatch.setattr(
        send_password_links, "retry", lambda **options: again.append(options) or Retry("later")
    )
    with pytest.raises(Retry):
        send_password_links.run(email=EMAIL)
    assert again
    assert "password_link_sent" not in events()


def test_a_password_is_changed_by_its_owner(client):
    sign_in(client)
    fields = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    assert client.post("/accounts/password/change/", fields).status_code == 302
    assert events() == ["signed_in", "password_set"]
    assert sign_in(Client(), OTHER).status_code == 302


@pytest.mark.parametrize("weak", ["short", "password1234", EMAIL])
def test_a_weak_password_is_refused(client, weak):
    sign_in(client)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    assert events() == ["signed_in"]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client):
    cookie = sign_in(client).cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


@pytest.mark.parametrize("path", ["/accounts/", "/accounts/email/"])
def test_ones_own_address_is_not_changed_here(client, path):
    sign_in(client)
    assert client.get(path, follow=True).request["PATH_INFO"] == "/accounts/password/change/"


def test_a_user_without_a_password_is_asked_to_choose_one():
    client = Client()
    client.force_login(User.objects.create_user("new@example.org"))
    response = client.get("/accounts/password/change/", follow=True)
    assert "Choose a password" in response.content.decode()
