"""Limits of requests a minute: for each key, for each council, and none while Valkey is away."""

import pytest
from django.test import Client
from redis import Redis

from api import rates
from tests.api_client import address, key_client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A clock that stands still, 18 seconds into a minute."""
    monkeypatch.setattr(rates.time, "time", lambda: 1_700_000_000.0 // 60 * 60 + 18)
    monkeypatch.setattr(rates._Pause, "until", 0.0)


@pytest.fixture
def few(settings):
    settings.API_REQUESTS_PER_KEY, settings.API_REQUESTS_PER_COUNCIL = 3, 5


def statuses(client, council, times):
    return [client.get(address(council, "people")).status_code for _ in range(times)]


def test_a_key_has_its_own_limit(cast, few):
    client = key_client(cast.council)
    assert statuses(client, cast.council, 3) == [200, 200, 200]
    answer = client.get(address(cast.council, "people"))
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert answer["Retry-After"] == "42"
    assert answer.json()["title"] == "Too many requests"
    assert "This key may send 3 requests a minute." in answer.json()["detail"]
    assert statuses(key_client(cast.other), cast.other, 1) == [200]


def test_the_keys_of_a_council_share_a_limit(cast, few):
    assert statuses(key_client(cast.council), cast.council, 3) == [200] * 3
    second = key_client(cast.council)
    assert statuses(second, cast.council, 2) == [200] * 2
    answer = second.get(address(cast.council, "people"))
    assert answer.status_code == 429
    assert "This council may send 5 requests a minute." in answer.json()["detail"]


def test_each_answer_says_what_is_left(cast, few):
    answer = key_client(cast.council).get(address(cast.council, "people"))
    assert answer["RateLimit-Policy"] == '"key";q=3;w=60, "council";q=5;w=60'
    assert answer["RateLimit"] == '"key";r=2;t=42, "council";r=4;t=42'


def test_the_next_minute_begins_again(cast, few, monkeypatch):
    client = key_client(cast.council)
    assert statuses(client, cast.council, 4)[-1] == 429
    later = rates.time.time() + 60
    monkeypatch.setattr(rates.time, "time", lambda: later)
    assert statuses(client, cast.council, 1) == [200]


def test_no_limit_and_members_are_not_counted(cast, settings):
    settings.API_REQUESTS_PER_KEY = settings.API_REQUESTS_PER_COUNCIL = 0
    assert "RateLimit" not in key_client(cast.council).get(address(cast.council, "people"))
    settings.API_REQUESTS_PER_KEY = 1
    member = cast.client()
    assert statuses(member, cast.council, 3) == [200] * 3
    assert "RateLimit" not in Client().get("/api/v1/openapi.json")


def test_everything_is_let_through_while_valkey_is_away(cast, few, monkeypatch):
    away = Redis(unix_socket_path="/nowhere/valkey.sock")
    asked = []

    def server():
        asked.append(1)
        return away

    monkeypatch.setattr(rates, "_server", server)
    client = key_client(cast.council)
    assert statuses(client, cast.council, 8) == [200] * 8
    assert "RateLimit" not in client.get(address(cast.council, "people"))
