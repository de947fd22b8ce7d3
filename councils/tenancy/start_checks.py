"""Checks before a process starts to serve: settings, database encoding, role and demonstration accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured with the reason if this process must not serve."""
    if not settings.PUBLIC_URL:
        raise ImproperlyConfigured(
            "Set PUBLIC_URL to the web address of this service, such as https://plans.example.gov.uk. "
            "Links in emails start with it."
        )
    if problem := encoding_problem():
        raise ImproperlyConfigured(problem)
    if may_bypass_wall():
        raise ImproperlyConfigured(
            "This database role can bypass row-level security between councils. Use app_web in DATABASE_URL "
            "and app_worker in WORKER_DATABASE_URL. The command “create_roles” prints the SQL to create them."
        )
    if not settings.LOCAL and _has_demonstration_accounts():
        raise ImproperlyConfigured(
            "This database has demonstration accounts, and their passwords have been shown on a screen. "
            "Use another database, or deactivate these accounts."
        )


def _has_demonstration_accounts() -> bool:
    """Whether active demonstration accounts exist. Uses SQL, because models may not be loaded yet."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from councils_user where is_demo and is_active)")
        return bool(cursor.fetchone()[0])


def encoding_problem() -> str:
    """Error message if the database does not store text as UTF-8, "" if it does."""
    with connection.cursor() as cursor:
        cursor.execute("select current_database()::text, pg_catalog.getdatabaseencoding()::text")
        name, encoding = (_text(value) for value in cursor.fetchone())
    if encoding == "UTF8":
        return ""
    return (
        f"The database “{name}” keeps text as {encoding}, not as UTF8: make another one with "
        "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 (“create_roles” prints the SQL), and use that."
    )


def _text(value: str | bytes) -> str:
    """Decode bytes, which the driver returns if the database's encoding is SQL_ASCII."""
    return value.decode() if isinstance(value, bytes) else value


def may_bypass_wall() -> bool:
    """Whether the database role of this process can bypass row-level security."""
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        row = cursor.fetchone()
    return bool(row and row[0])


def stop_unsafe_worker(**kwargs: Any) -> None:
    """Exit if the worker must not start. Celery ignores ordinary exceptions here, so raise SystemExit."""
    try:
        refuse_unsafe_start()
    except ImproperlyConfigured as reason:
        raise SystemExit(str(reason)) from None
