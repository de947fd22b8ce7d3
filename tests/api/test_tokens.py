"""Tokens for an hour (OAuth 2 client credentials), and what a key is for."""

import base64
import time
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from api import actions, rates
from api.keys import issue_key
from api.middleware import TOKENS
from councils.models import ApiClient, SecurityEvent
from councils.permissions import Role

pytestmark = pytest.mark.django_db
PEOPLE = "/api/v1/councils/northport/people"
PROBLEM = "application/problem+json"


@pytest.fixture
def issued(cast):
    """An API client and its key."""
    return issue_key(
        council=cast.council,
        name="Warehouse",
        scopes=["people:read", "progress:write", "read"],
        days=30,
        now=timezone.now(),
    )


def ask(client, key, header=None, **said):
    """Answer to a request for a token, with id and secret in the body unless there is a header."""
    pair = {} if header else {"client_id": f"send_{client.key_id}", "client_secret": key.rpartition("_")[2]}
    body = {"grant_type": "client_credentials"} | pair | said
    return Client().post(
        TOKENS,
        urlencode({name: value for name, value in body.items() if value is not None}),
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": header} if header else {},
    )


def basic(client, secret):
    return "Basic " + base64.b64encode(f"send_{client.key_id}:{secret}".encode()).decode()


def bearer(token):
    return Client(headers={"Authorization": f"Bearer {token}"})


def status_with(token):
    return bearer(token).get(PEOPLE).status_code


def test_a_token_does_what_its_key_does(issued):
    client, key = issued
    answer = ask(client, key)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 3600)
    assert body["scope"] == "people:read progress:write read"
    assert answer["Cache-Control"] == "private, no-store"
    assert status_with(body["access_token"]) == 200
    assert key.rpartition("_")[2] not in body["access_token"]


def test_the_secret_may_be_in_the_header_or_be_the_whole_key_or_come_as_json(issued):
    client, key = issued
    secret = key.rpartition("_")[2]
    assert ask(client, key, header=basic(client, secret)).status_code == 200
    assert ask(client, key, header=basic(client, key)).status_code == 200
    assert ask(client, key, client_id=client.key_id, client_secret=key).status_code == 200
    body = {"grant_type": "client_credentials", "client_id": client.key_id, "client_secret": secret}
    assert Client().post(TOKENS, body, content_type="application/json").status_code == 200


def test_a_token_may_have_fewer_scopes(issued):
    token = ask(*issued, scope="read").json()
    assert token["scope"] == "read"
    system = bearer(token["access_token"])
    assert system.get("/api/v1/").json()["scopes"] == ["read"]
    refused = system.post("/api/v1/councils/northport/progress-updates", {}, content_type="application/json")
    assert refused.status_code == 403


def test_a_scope_that_the_key_loses_is_gone_from_its_tokens(issued):
    token = ask(*issued).json()["access_token"]
    ApiClient.objects.update(scopes=["people:read"])
    assert status_with(token) == 403


@pytest.mark.parametrize(
    ("said", "status", "error", "words"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type", "Send grant_type=client_credentials."),
        ({"grant_type": None}, 400, "invalid_request", "Send grant_type=client_credentials."),
        ({"scope": "read packs:read"}, 400, "invalid_scope", "does not have the scope “packs:read”"),
        ({"audience": "x"}, 400, "invalid_request", "Unknown member “audience”."),
        ({"client_secret": "wrong"}, 401, "invalid_client", "API key not found"),
        ({"client_secret": None}, 401, "invalid_client", "Send client_id and client_secret"),
        ({"client_id": "x y"}, 401, "invalid_client", "Send client_id and client_secret"),
    ],
)
def test_no_token_and_why(issued, said, status, error, words):
    answer = ask(*issued, **said)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    body = answer.json()
    assert body["error"] == error
    assert words in body["detail"] and body["error_description"] == body["detail"]
    if status == 401:
        assert answer["WWW-Authenticate"] == 'Basic realm="sendplan"'


def test_headers_that_cannot_be_read_give_no_token(issued):
    client, key = issued
    for header in ("Basic", "Basic !!", "Basic /w==", f"Bearer {key}", "Digest eDp5"):
        assert ask(client, key, header=header).status_code == 401
    both = ask(client, key, header=basic(client, key), client_secret=key)
    assert both.json()["error"] == "invalid_request"


def test_other_methods_and_bodies_are_refused(issued):
    assert Client().get(TOKENS).status_code == 405
    assert Client().post(TOKENS, "x", content_type="text/plain").status_code == 415
    for body in ("[]", '{"grant_type": 1}', "3", '{"grant_type": "client_credentials", "scope": ["read"]}'):
        answer = Client().post(TOKENS, body, content_type="application/json")
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    twice = "grant_type=client_credentials&grant_type=client_credentials"
    answer = Client().post(TOKENS, twice, content_type="application/x-www-form-urlencoded")
    assert "is given 2 times" in answer.json()["detail"]


def test_a_token_stops_with_its_key(issued, cast):
    token = ask(*issued).json()["access_token"]
    actions.withdraw(client=issued[0], by=cast.actor(Role.ADMINISTRATOR), now=timezone.now())
    assert status_with(token) == 401


def test_a_token_stops_with_the_secret_that_asked_for_it(issued, cast):
    client, key = issued
    token = ask(client, key).json()["access_token"]
    by, now = cast.actor(Role.ADMINISTRATOR), timezone.now()
    _, second = actions.rotate(client=client, by=by, now=now, old_until=timezone.localdate(now))
    assert status_with(token) == 200
    newer = ask(client, second).json()["access_token"]
    actions.rotate(client=client, by=by, now=now)
    assert (status_with(token), status_with(newer)) == (401, 401)


def test_a_token_stops_after_an_hour(issued, monkeypatch):
    token = ask(*issued).json()["access_token"]
    later = time.time() + 3601
    monkeypatch.setattr(signing.time, "time", lambda: later)
    answer = bearer(token).get(PEOPLE)
    assert (answer.status_code, answer.json()["detail"]) == (
        401,
        "This token has expired. Ask for a new one.",
    )


def test_a_token_that_was_changed_is_refused(issued):
    token = ask(*issued).json()["access_token"]
    for wrong in (
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        "sendt.x",
        "sendt.a.b.c",
        token.replace(".", "_", 1),
    ):
        assert status_with(wrong) == 401


def test_a_token_is_held_to_the_networks_of_its_key(issued):
    token = ask(*issued).json()["access_token"]
    ApiClient.objects.update(networks=["203.0.113.0/24"])
    assert status_with(token) == 403
    assert ask(*issued).status_code == 401


def test_refused_secrets_are_written_down_without_the_secret(issued):
    client, key = issued
    ask(client, key, client_secret="guess-of-somebody")
    event = SecurityEvent.objects.get(kind="api_key_refused")
    assert "guess" not in str(event.detail)


def test_a_key_says_what_it_is_for(cast, issued):
    _, key = issued
    ApiClient.objects.update(networks=["127.0.0.0/8"])
    answer = bearer(key).get("/api/v1/")
    assert answer.status_code == 200
    body = answer.json()
    assert body["council"]["slug"] == "northport"
    assert body["council"]["url"].endswith("/api/v1/councils/northport/")
    assert body["name"] == "Warehouse"
    assert body["scopes"] == ["people:read", "progress:write", "read"]
    assert body["networks"] == ["127.0.0.0/8"]
    assert datetime.fromisoformat(body["expires_at"]) - timezone.now() > timedelta(days=29)
    assert body["rate_limits"] == [
        {"of": of, "requests": limit, "seconds": 60} for of, limit in rates.limits().items()
    ]
    assert "secret" not in str(body)


def test_what_a_key_is_for_needs_a_key(cast):
    for client in (Client(), cast.client()):
        answer = client.get("/api/v1/")
        assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
        assert answer["WWW-Authenticate"] == 'Bearer realm="sendplan"'


def test_what_a_key_is_for_takes_no_parameters_and_no_writes(issued):
    system = bearer(issued[1])
    assert system.get("/api/v1/?limit=1").status_code == 400
    assert system.post("/api/v1/", {}, content_type="application/json").status_code == 405
