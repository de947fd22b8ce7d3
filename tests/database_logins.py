"""Connect to the test database as another role. Everything is rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

OWNER = {key: settings.OWNER.get(key) for key in ("USER", "PASSWORD")}
ADMIN = {"USER": "postgres", "PASSWORD": ""}


@contextmanager
def logged_in_as(login: dict[str, Any]) -> Iterator[Any]:
    """Cursor of another role, in its own connection. Its transaction is rolled back at the end."""
    other = connection.copy()
    other.settings_dict.update(login)
    try:
        with other.cursor() as cursor:
            cursor.execute("begin; set local lock_timeout = '5s'")
            yield cursor
            cursor.execute("rollback")
    finally:
        other.close()
