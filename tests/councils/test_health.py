"""What machines ask, and when a process must not start."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.test import Client
from kombu.exceptions import OperationalError as QueueError

from councils import health, start
from councils.models import User
from tests.factories import UserFactory
from tests.logins import OWNER

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
def as_the_owner():
    web = {key: connection.settings_dict[key] for key in OWNER}
    connection.close()
    connection.settings_dict.update(OWNER)
    yield
    connection.close()
    connection.settings_dict.update(web)


@pytest.mark.django_db(transaction=True)
def test_a_role_that_passes_the_wall_does_not_serve(as_the_owner):
    with pytest.raises(ImproperlyConfigured, match="can bypass row-level security between councils"):
        start.refuse_unsafe_start()
    with pytest.raises(SystemExit, match="can bypass row-level security"):
        start.stop_unsafe_worker()
    assert Client().get("/readyz").json()["problems"] == [
        "The database role can bypass row-level security between councils."
    ]


def test_demonstration_accounts_serve_on_a_private_machine_alone(settings):
    UserFactory(is_demo=True)
    start.refuse_unsafe_start()
    settings.LOCAL = False
    with pytest.raises(ImproperlyConfigured, match="demonstration accounts"):
        start.refuse_unsafe_start()
    User.objects.update(is_active=False)
    start.refuse_unsafe_start()


def test_without_the_address_that_people_use_nothing_is_served(settings):
    settings.PUBLIC_URL = ""
    with pytest.raises(ImproperlyConfigured, match="Set PUBLIC_URL"):
        start.refuse_unsafe_start()
