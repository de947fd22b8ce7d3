"""Read the database's catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..row_security import DIRECTORY_TABLES

APP_ROLES = ("app_web", "app_worker")


@dataclass
class Catalogue:
    """Catalogue data for the checks. Each list is read once."""

    cursor: Any

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        self.cursor.execute(sql, list(parameters))
        rows: list[tuple[Any, ...]] = self.cursor.fetchall()
        return rows

    @cached_property
    def tables(self) -> list[str]:
        return [
            name
            for (name,) in self.rows(
                "select relname from pg_class where relkind in ('r', 'p') "
                "and relnamespace = 'public'::regnamespace order by relname"
            )
        ]

    @cached_property
    def council_tables(self) -> list[str]:
        """Every table that is not in DIRECTORY_TABLES. A new table must be behind the wall, or it is a fault."""
        return [table for table in self.tables if table not in DIRECTORY_TABLES]

    @cached_property
    def app_roles(self) -> list[str]:
        return [
            name
            for (name,) in self.rows(
                "select rolname from pg_roles where rolname = any(%s)", [list(APP_ROLES)]
            )
        ]
