"""Fixtures and hooks for all tests. The owner creates the database and tests run as the web role, as in service."""

import gc
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

import django.test.client
import hypothesis
import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import caches
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase, override_settings

from core.static_files import StaticFiles
from councils.tenancy.owner import append_only_tables
from councils.tenancy.row_security import LOG_TABLES
from dev import mailsink
from dev.child import end_with_parent
from packs import sending_mark
from tests import copies, lanes
from tests.faults.table import fault_table
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

# Hypothesis fails on slow input and slow examples. Here that only shows that the machine is busy.
# Plain pytest, without services, tries fewer examples, because it is for quick runs of a rule.
hypothesis.settings.register_profile(
    "any machine",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    max_examples=100 if settings.HAS_SERVICES else 20,
)
hypothesis.settings.load_profile("any machine")

KEPT = {"django_migrations", "django_content_type", "auth_permission"}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> None:
    """Create the test database as its owner, as a copy of the migrated one."""
    own = connections["default"].settings_dict
    own.update(_login(settings.OWNER))
    own["TEST"]["TEMPLATE"] = copies.MIGRATED


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After creating the database, run tests as the web role, to which row-level security applies."""
    with django_db_blocker.unblock():
        connections["default"].close()
        connections["default"].settings_dict.update(WEB)
    sending_mark.path().unlink(missing_ok=True)  # of the database of an earlier run
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
        copies.end_sessions(connections["default"].settings_dict["NAME"])
        connections["default"].settings_dict.update(_login(settings.OWNER))


def _login(parameters: dict[str, Any]) -> dict[str, Any]:
    return {key: parameters.get(key) for key in ("USER", "PASSWORD")}


WEB = _login(connections["default"].settings_dict)


def _truncate(self: TransactionTestCase) -> None:
    """Empty all tables, logs included, as the owner. Runs after each test with real transactions."""
    connection.close()
    kept, logs = KEPT, [*LOG_TABLES, *append_only_tables()]
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

_close_if_old = BaseDatabaseWrapper.close_if_unusable_or_obsolete


def _close_if_old_outside_a_transaction(self: BaseDatabaseWrapper) -> None:
    """Keep a connection in a test's transaction when a request or its response ends. No request begins inside one."""
    if not self.in_atomic_block:
        _close_if_old(self)


BaseDatabaseWrapper.close_if_unusable_or_obsolete = _close_if_old_outside_a_transaction

# The live server of tests would serve static files itself, and does not know their names (core/static_files.py).
StaticFilesHandler._should_handle = lambda self, path: False

_static_files: dict[str, Any] = {}
_find_static_files = StaticFiles.add_files_from_finders


def _find_static_files_once(self: StaticFiles) -> None:
    """Look for static files once in a process. Each client of a test would look through all folders again."""
    if not _static_files:
        _find_static_files(self)
        _static_files.update(self.files)
    self.files.update(_static_files)


StaticFiles.add_files_from_finders = _find_static_files_once


_store_context = django.test.client.store_rendered_templates


def _store_context_of_pages(*found: Any, template: Any, context: Any, **more: Any) -> None:
    """Keep `response.context` of a page, but not of the sixty pieces that it includes: each would be copied."""
    if template is context.template:
        _store_context(*found, template=template, context=context, **more)


django.test.client.store_rendered_templates = _store_context_of_pages


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Clear the cache, which holds rate limits, after each test that used it. Other tests lose no time."""
    yield
    mark = request.node.get_closest_marker("django_db")
    real = {"transactional_db", "live_server"} & set(request.fixturenames) or (
        mark and mark.kwargs.get("transaction")
    )
    # In tests with real transactions, other threads and processes may have used the cache.
    if (settings.HAS_SERVICES and real) or caches.all(initialized_only=True):
        caches["default"].clear()
        del caches["default"]


@pytest.fixture(scope="session", autouse=True)
def _own_mail_sink(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Start a mail sink for each test process, so that no test reads or deletes another's emails."""
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


@pytest.fixture(scope="session")
def rolled_back(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], AbstractContextManager[None]]:
    """Function for a fixture of a whole module: write rows, take from them what tests only read, and roll back."""

    @contextmanager
    def writing() -> Iterator[None]:
        files = override_settings(FILES_ROOT=tmp_path_factory.mktemp("files"))
        with django_db_blocker.unblock(), files, transaction.atomic():
            yield
            transaction.set_rollback(True)

    return writing


@pytest.fixture
def cast(db: None) -> "Cast":
    from tests.cast import make_cast

    return make_cast()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long-faults", action="store_true", help="make many faults in each scenario of tests/faults"
    )
    parser.addoption("--faults-seed", type=int, default=1, help="where the faults of tests/faults fall")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what the scenarios of tests/faults have found, as the table of docs/reliability.md."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    rows = [value for report in reports for name, value in report.user_properties if name == "faults"]
    if rows:
        terminalreporter.section("faults")
        terminalreporter.write_line("\n".join(fault_table(rows)))


def pytest_itemcollected(item: pytest.Item) -> None:
    lanes.mark_by_place(item)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays for the whole run: modules, tests, Django's registry."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the slowest tests first. Runs after pytest-randomly's shuffle and pytest-django's grouping."""
    items.sort(key=lanes.turn)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip tests that need services in plain pytest. A thousand errors would hide the one that matters."""
    if not settings.HAS_SERVICES and lanes.needs_services(item):
        pytest.skip("needs PostgreSQL, Valkey and a mail sink: run it with bin/test")
