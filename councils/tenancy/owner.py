"""Working as the database's owner: migrations and grants, never requests or tasks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from .wall import LOG_TABLES

READ_ONLY = LOG_TABLES | {"django_migrations"}


@contextmanager
def as_owner() -> Iterator[None]:
    """Use the owner's role inside the block, where one is configured; else go on as the present one."""
    if not settings.OWNER:
        yield
        return
    own = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    connection.close()
    connection.settings_dict.update(
        {key: settings.OWNER.get(key, own[key]) for key in ("USER", "PASSWORD", "HOST", "PORT")}
    )
    connection.settings_dict["OPTIONS"] = settings.OWNER.get("OPTIONS", own["OPTIONS"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(own)


def grant_to_app_roles(sender: Any = None, **kwargs: Any) -> None:
    """After every migration: the application's roles get what they need of each table, and no more.

    They never own a table, truncate one, or write the logs; directory tables are theirs to change.
    """
    with connection.cursor() as cursor:
        cursor.execute("select rolbypassrls or rolsuper from pg_roles where rolname = current_user")
        row = cursor.fetchone()
        if not row or not row[0]:
            return
        cursor.execute("select rolname from pg_roles where rolname in ('app_web', 'app_worker')")
        roles = ", ".join(name for (name,) in cursor.fetchall())
        if not roles:
            return
        cursor.execute(f"grant usage on schema public to {roles}")
        cursor.execute(f"grant usage on all sequences in schema public to {roles}")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'revoke all on "{table}" from {roles}')
            cursor.execute(f'grant {", ".join(rights_on(table))} on "{table}" to {roles}')


def append_only_tables() -> frozenset[str]:
    """Tables whose models say that rows are only added."""
    return frozenset(
        model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)
    )


def rights_on(table: str) -> tuple[str, ...]:
    """What the application's roles may do with a table of ours."""
    if table in READ_ONLY:
        return ("SELECT",)
    if table in append_only_tables():
        return ("SELECT", "INSERT")
    return ("SELECT", "INSERT", "UPDATE", "DELETE")
