"""Count the rows that a query reads, from the plan that PostgreSQL ran."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from tests.database_logins import OWNER, logged_in_as


def analyze(table: str) -> None:
    """Let the planner know what is in a table, as autovacuum does. Sees only what has been committed."""
    with logged_in_as(OWNER) as cursor:
        cursor.execute(f"analyze {table}")
        cursor.execute("commit")


def rows_read(sql: str) -> int:
    """The most rows that one step of the query gave or threw away."""
    with connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, format json, buffers off, timing off) {sql}")
        return max(_rows(cursor.fetchone()[0][0]["Plan"]))


def _rows(step: dict[str, Any]) -> Iterator[int]:
    thrown_away = step.get("Rows Removed by Filter", 0)
    yield (step["Actual Rows"] + thrown_away) * step["Actual Loops"]
    for part in step.get("Plans", []):
        yield from _rows(part)
