"""Loaded databases: each is loaded once for a run, and copied for tests. A copy takes half a second.

A test that rolls back uses the copy of its process. A test with a server or a browser gets a new copy.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from dev import migrated
from packs import sending_mark
from sendplan import env
from tests.database_logins import OWNER

MIGRATED = migrated.DATABASE
"""Database with today's tables and no rows, which `bin/test` provides. Nothing stays connected to it."""


@contextmanager
def working_in(name: str) -> Iterator[None]:
    """Use this database for new connections of every thread."""
    before = connection.settings_dict["NAME"]
    _go_to(name)
    try:
        yield
    finally:
        _go_to(before)


_left: dict[str, Any] = {}
"""Connections that `beside` has left, by database. A new one costs more than many a test."""


@contextmanager
def beside(name: str) -> Iterator[None]:
    """Use this database in this thread alone. Both connections stay open for the next time."""
    before = connection.settings_dict["NAME"]
    _step_to(name)
    try:
        yield
    finally:
        _step_to(before)


def _step_to(name: str) -> None:
    """Exchange the open connection. What Django notes of one, such as that it was closed, is not true of the other."""
    if connection.in_atomic_block:
        raise RuntimeError("Leave the transaction before another database is used.")
    _left[connection.settings_dict["NAME"]] = connection.connection
    connection.connection = _left.pop(name, None)
    connection.settings_dict["NAME"] = name
    connection.autocommit, connection.closed_in_transaction = True, False
    ContentType.objects.clear_cache()


def copy_of(kind: str, load: Callable[[], None], *, name: str, empty: bool = False) -> str:
    """Create a database with the rows that `load` writes. `load` runs once for all test processes. Returns its name.

    `load` begins with the current tables, or with none if `empty`.
    """
    template = f"loaded_{kind}"
    once(template, load, empty=empty)
    copy = f"{template}_{name}"
    with _one_at_a_time(template):
        _make(copy, template)
    return copy


def once(template: str, load: Callable[[], None], *, empty: bool = False) -> None:
    """Create a database with the rows that `load` writes, unless a test process has done so in this run."""
    with _one_at_a_time(template):
        if not _exists(template):
            unfinished = f"{template}_unfinished"
            _make(unfinished, "template0" if empty else MIGRATED)
            with working_in(unfinished):
                load()
            _as_owner(f"alter database {unfinished} rename to {template}")


def drop(name: str) -> None:
    """Drop the copy, even while it has connections.

    The live server keeps its connections between requests. The owner may not end those of the web role, so the web role
    does it, and waits until they are gone. No new one may come meanwhile.
    """
    if left := _left.pop(name, None):
        left.close()
    if not _exists(name):
        return
    _as_owner(f"alter database {name} with allow_connections false")
    end_sessions(name)
    _as_owner(f"drop database {name} with (force)")


def end_sessions(name: str) -> None:
    """End the web role's connections to the database, such as a server's, and wait until they are gone."""
    _run(
        "select pg_terminate_backend(pid, 10000) from pg_stat_activity "
        "where datname = %s and usename = current_user and pid <> pg_backend_pid()",
        [name],
    )


def _make(name: str, template: str) -> None:
    connection.close()
    drop(name)
    _as_owner(f"create database {name} template {template}")


def _exists(name: str) -> bool:
    return bool(_as_owner("select 1 from pg_database where datname = %s", [name]))


def _go_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()


@contextmanager
def _one_at_a_time(kind: str) -> Iterator[None]:
    """Hold a file lock that all test processes of one run share."""
    with (Path(env.STATE) / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _as_owner(statement: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """Run a statement as the owner, to create and drop databases."""
    return _run(statement, parameters, **OWNER)


def _run(statement: str, parameters: list[Any] | None = None, **login: Any) -> list[tuple[Any, ...]]:
    """Run a statement outside any transaction and outside the test databases, by default as the tests' own role."""
    apart = connection.copy()
    apart.settings_dict.update(login, NAME="postgres")
    try:
        with apart.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []
    finally:
        apart.close()


def files_of(kind: str) -> Path:
    """Folder of the files to which the rows of all copies refer."""
    return Path(env.STATE) / "files" / kind


@contextmanager
def files_in(kind: str) -> Iterator[None]:
    before = settings.FILES_ROOT
    settings.FILES_ROOT = files_of(kind)
    sending_mark.path().unlink(missing_ok=True)  # of another copy of the database
    try:
        yield
    finally:
        settings.FILES_ROOT = before
