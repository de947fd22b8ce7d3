"""Run migrations and grants as the database's owner. Never use this in requests or tasks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from .row_security import LOG_TABLES

READ_ONLY = LOG_TABLES | {"django_migrations"}


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the owner's role inside the block if one is configured, else as the current role."""
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
    """Grant the application's roles the rights they need on each table. Runs after every migration.

    The roles never own or truncate a table, and cannot write the logs. They may change directory tables.
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
    """Tables whose models set `append_only`."""
    return _tables_that_set("append_only")


def _tables_that_set(attribute: str) -> frozenset[str]:
    return frozenset(model._meta.db_table for model in apps.get_models() if getattr(model, attribute, False))


def rights_on(table: str) -> tuple[str, ...]:
    """Rights of the application's roles on a table."""
    if table in READ_ONLY:
        return ("SELECT",)
    if table in append_only_tables():
        return ("SELECT", "INSERT")
    if table in _tables_that_set("never_deleted"):
        return ("SELECT", "INSERT", "UPDATE")
    return ("SELECT", "INSERT", "UPDATE", "DELETE")
