"""Sign-in, sign-out and passwords, with their security events."""

import pytest
from django.core import mail
from django.test import Client

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


def test_guessing_behind_a_proxy_shuts_out_nobody_else(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    guesser = {"X-Forwarded-For": "198.51.100.4"}
    for number in range(11):
        fields = {"login": f"{number}@example.org", "password": "wrong"}
        client.post("/accounts/login/", fields, headers=guesser)
    fields = {"login": EMAIL, "password": PASSWORD}
    assert client.post("/accounts/login/", fields, headers=guesser).status_code != 302
    other = {"X-Forwarded-For": "198.51.100.5"}
    assert client.post("/accounts/login/", fields, headers=other).status_code == 302


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


def test_a_forgotten_password_is_chosen_anew_by_a_mail(client):
    assert client.post("/accounts/password/reset/", {"email": EMAIL}).status_code == 302
    (message,) = mail.outbox
    assert message.subject == "Choose a new password for sendplan"
    (link,) = [line for line in message.body.splitlines() if "/key/" in line]
    form = client.get("/" + link.split("/", 3)[3], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": OTHER, "password2": OTHER})
    assert sign_in(client, OTHER).status_code == 302
    assert events() == ["password_link_sent", "password_set", "signed_in"]
    assert mail.outbox[1].subject == "Your sendplan password has changed"
    assert "192.0.2.7" in mail.outbox[1].body


def test_the_link_leads_to_this_installation_whatever_host_was_asked(client, settings):
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = ["*"], "https://plans.example.gov.uk"
    client.post("/accounts/password/reset/", {"email": EMAIL}, headers={"Host": "evil.example"})
    (message,) = mail.outbox
    assert "\nhttps://plans.example.gov.uk/accounts/password/reset/key/" in message.body
    assert "evil" not in message.body


def test_an_unknown_address_gets_no_mail_and_the_same_answer(client):
    answer = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert answer.headers["Location"] == "/accounts/password/reset/done/"
    assert mail.outbox == []


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
