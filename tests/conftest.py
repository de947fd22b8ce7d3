"""Tests run as the web role against a database that the owner built, as in service."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import TransactionTestCase

from councils.tenancy.wall import LOG_TABLES
from tests.cast import Cast, make_cast

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
    return {key: parameters[key] for key in ("USER", "PASSWORD")}


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
def _empty_cache() -> Iterator[None]:
    """Rate limits are kept in the cache; no test inherits another's."""
    yield
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()
