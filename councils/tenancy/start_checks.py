"""What must be so before a process serves anybody: its role cannot pass the wall, and there are no demo accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection


def refuse_unsafe_start() -> None:
    """Raises ImproperlyConfigured, in words, when this process must not serve."""
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
    """Asked in SQL, because the web server asks before Django's models are there."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from councils_user where is_demo and is_active)")
        return bool(cursor.fetchone()[0])


def encoding_problem() -> str:
    """In a sentence what to do about a database that does not keep text as UTF-8; empty where it does."""
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
    """Without an encoding of the database's own, the driver hands over bytes."""
    return value.decode() if isinstance(value, bytes) else value


def may_bypass_wall() -> bool:
    """Whether row-level security does not hold the role that this process uses."""
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        row = cursor.fetchone()
    return bool(row and row[0])


def stop_unsafe_worker(**kwargs: Any) -> None:
    """Celery goes on after any ordinary exception here, so this leaves the process."""
    try:
        refuse_unsafe_start()
    except ImproperlyConfigured as reason:
        raise SystemExit(str(reason)) from None
