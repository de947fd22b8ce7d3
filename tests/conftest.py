"""Tests run as the web role against a database that the owner built, as in service."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections
from django.test import TransactionTestCase

from councils.tenancy.wall import LOG_TABLES
from dev import mailsink
from dev.child import end_with_parent
from tests import lanes
from tests.loaded import (  # noqa: F401
    _copy_with_demonstration,
    _copy_with_plans,
    _in_demonstration,
    _in_plans,
    demonstration,
    published_plans,
    served_demonstration,
)

if TYPE_CHECKING:
    from tests.cast import Cast

# Hypothesis refuses slow input and slow examples, which says more about a busy machine than about a rule.
# Plain pytest, without services, is for quick looks at a rule and tries fewer examples.
hypothesis.settings.register_profile(
    "any machine",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    max_examples=100 if settings.HAS_SERVICES else 20,
)
hypothesis.settings.load_profile("any machine")

KEPT = {"django_migrations", "django_content_type", "auth_permission"}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database is made by its owner."""
    connections["default"].settings_dict.update(_login(settings.OWNER))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Once it is made, tests are the web role, which the wall holds."""
    with django_db_blocker.unblock():
        connections["default"].close()
        connections["default"].settings_dict.update(WEB)
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
        connections["default"].settings_dict.update(_login(settings.OWNER))


def _login(parameters: dict[str, Any]) -> dict[str, Any]:
    return {key: parameters.get(key) for key in ("USER", "PASSWORD")}


WEB = _login(connections["default"].settings_dict)


def _truncate(self: TransactionTestCase) -> None:
    """After a test with real transactions: the owner empties the tables, logs included."""
    connection.close()
    kept, logs = KEPT, [*LOG_TABLES, "councils_securityevent", "reporting_snapshot"]
    wrapper = connection.copy()
    wrapper.settings_dict.update(_login(settings.OWNER))
    try:
        with wrapper.cursor() as cursor:
            tables = [name for name in wrapper.introspection.table_names(cursor) if name not in kept]
            cursor.execute("begin; set local lock_timeout = '5s'")
            for table in logs:
                cursor.execute(f"alter table {table} disable trigger user")
            cursor.execute(f"truncate {', '.join(tables)} restart identity cascade")
            for table in logs:
                cursor.execute(f"alter table {table} enable trigger user")
            cursor.execute("commit")
    finally:
        wrapper.close()


TransactionTestCase._fixture_teardown = _truncate


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rate limits are kept in the cache; no test inherits another's. A test that did not use the cache pays nothing."""
    yield
    mark = request.node.get_closest_marker("django_db")
    real = {"transactional_db", "live_server"} & set(request.fixturenames) or (
        mark and mark.kwargs.get("transaction")
    )
    # Where transactions are real, other threads and processes may have used it.
    if (settings.HAS_SERVICES and real) or caches.all(initialized_only=True):
        caches["default"].clear()
        del caches["default"]


@pytest.fixture(scope="session", autouse=True)
def _own_mail_sink(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Each of several test processes has a mail sink, so that no test reads or deletes another's mails."""
    if not (settings.PROCESS and settings.HAS_SERVICES):
        yield
        return
    folder = tmp_path_factory.mktemp("mail")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        command = [sys.executable, "-P", mailsink.__file__, str(listener.fileno()), str(folder)]
        sink = subprocess.Popen(
            command, pass_fds=[listener.fileno()], stdin=subprocess.DEVNULL, preexec_fn=end_with_parent(15)
        )
    settings.EMAIL_PORT, settings.MAIL_DIR = port, str(folder)
    os.environ["EMAIL_URL"], os.environ["SENDPLAN_MAIL_DIR"] = f"smtp://127.0.0.1:{port}", str(folder)
    yield
    sink.terminate()
    sink.wait()


@pytest.fixture
def cast(db: None) -> "Cast":
    from tests.cast import make_cast

    return make_cast()


def pytest_itemcollected(item: pytest.Item) -> None:
    lanes.mark_by_place(item)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After pytest-randomly's shuffle and pytest-django's grouping."""
    items.sort(key=lanes.turn)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Plain pytest runs the pure rules; what needs services is skipped rather than failed a thousand times."""
    if not settings.HAS_SERVICES and lanes.needs_services(item):
        pytest.skip("needs PostgreSQL, Valkey and a mail sink: run it with bin/test")
