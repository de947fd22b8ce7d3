"""A psycopg2 connection as the web role, behind row-level security."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


class RawConnection:
    """One connection that stays open, as a pool would keep it."""

    def __init__(self) -> None:
        self._connection = connection.get_new_connection(connection.get_connection_params())

    @contextmanager
    def council(self, council_id: int, *, actor: str = "system:bench", verb: str = "") -> Iterator[Any]:
        """Cursor in a transaction of the council, which is committed at the end."""
        with self._connection, self._connection.cursor() as cursor:
            cursor.execute(
                "select set_config('app.council_id', %s, true), set_config('app.actor', %s, true), "
                "set_config('app.verb', %s, true)",
                [str(council_id), actor, verb],
            )
            yield cursor

    def close(self) -> None:
        self._connection.close()
