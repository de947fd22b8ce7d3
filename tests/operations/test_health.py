"""Health checks of the web server, and whether anybody works."""

import time

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from kombu.exceptions import OperationalError as QueueError

from operations import health, heartbeats

pytestmark = pytest.mark.django_db


def test_healthz_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get("/healthz").content == b"alive"


def test_readyz_when_all_is_well():
    response = Client().get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready")
    assert "no-store" in response.headers["Cache-Control"]


def test_readyz_without_its_database(monkeypatch):
    def unreachable(*args):
        raise OperationalError

    monkeypatch.setattr(health, "MigrationExecutor", unreachable)
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "problems": ["The database cannot be reached."]}


def test_readyz_without_its_queue(settings, monkeypatch):
    class Broken:
        def __enter__(self):
            return self

        def __exit__(self, *args):
            return None

        def ensure_connection(self, **kwargs):
            raise QueueError

    monkeypatch.setattr(health.current_app, "connection_for_write", Broken)
    assert Client().get("/readyz").json()["problems"] == ["The queue cannot be reached."]


def test_readyz_before_migrations(monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *args: [object()])
    assert Client().get("/readyz").json()["problems"] == ["1 migration not applied. Run “migrate”."]


@pytest.fixture
def heard():
    """Set when each queue and the clock were last heard, in seconds before now."""

    def say(**ages):
        for name in (heartbeats.CLOCK, *heartbeats.QUEUES):
            age = ages.get(name, 1)
            key = heartbeats._PREFIX + name
            cache.delete(key) if age is None else cache.set(key, time.time() - age)

    yield say
    cache.clear()


def test_work_goes_on_when_all_were_heard(heard, django_assert_num_queries):
    heard()
    with django_assert_num_queries(0):
        response = Client().get("/healthz/work")
    assert (response.status_code, response.content) == (200, b"working")


@pytest.mark.parametrize(
    ("ages", "words"),
    [
        ({"renders": 121}, "The queue “renders” (PDFs of packs) has had no worker for 2 minutes."),
        ({"default": None}, "The queue “default” (emails and uploads) has never had a worker."),
        ({"beat": 3600}, "The clock has not reported for 60 minutes."),
    ],
)
def test_silence_of_two_minutes_is_said(heard, ages, words):
    heard(**ages)
    response = Client().get("/healthz/work")
    assert response.status_code == 503
    assert response.json()["problems"] == [words]


def test_just_within_two_minutes_is_no_silence(heard):
    heard(renders=118, clock=118, default=118)
    assert Client().get("/healthz/work").status_code == 200


def test_work_without_the_cache(monkeypatch):
    def unreachable(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(type(heartbeats.cache._connections["default"]), "get_many", unreachable)
    response = Client().get("/healthz/work")
    assert response.status_code == 503
    assert response.json()["problems"] == ["The queue cannot be reached."]


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/healthz/work"])
def test_asked_by_ip_address_and_without_tls(address, settings, heard):
    heard()
    settings.ALLOWED_HOSTS = ["plans.example.gov.uk"]
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get(address, headers={"Host": "10.0.0.7"})
    assert response.status_code == 200
    assert response["X-Request-Id"]
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/healthz/work"])
def test_only_reads_are_answered(address):
    assert Client().post(address).status_code == 405


def test_other_addresses_still_need_a_known_host(settings):
    settings.ALLOWED_HOSTS = ["plans.example.gov.uk"]
    assert Client().get("/healthz/", headers={"Host": "10.0.0.7"}).status_code == 400


def test_a_heartbeat_that_cannot_be_written_stops_nobody(monkeypatch, caplog):
    def unreachable(*args, **kwargs):
        raise ConnectionError("refused")

    monkeypatch.setattr(type(heartbeats.cache._connections["default"]), "set_many", unreachable)
    heartbeats.say(["default"])
    assert "A heartbeat could not be written: refused" in caplog.text


def test_what_was_said_is_heard():
    heartbeats.say(["default", "clock", "renders", heartbeats.CLOCK])
    assert heartbeats.problems() == []
    assert heartbeats.problems(now=time.time() + 121) != []


def test_the_schedule_says_that_it_ticks(tmp_path):
    from sendplan.celery import app

    cache.clear()
    clock = heartbeats.Clock(app, schedule_filename=str(tmp_path / "schedule"), lazy=True)
    clock.setup_schedule()
    clock.tick(
        event_t=lambda *parts: parts, min=min, heappop=lambda heap: heap[0], heappush=lambda *args: None
    )
    assert heartbeats.ages()[heartbeats.CLOCK] < 5
    clock.close()
