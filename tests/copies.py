"""Databases that are loaded once for a whole run and copied where a test needs them: a copy takes half a second.

A test that reads works in a transaction on its process's copy; a test with a server or a browser gets a fresh copy.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from sendplan import env
from tests.logins import OWNER


@contextmanager
def working_in(name: str) -> Iterator[None]:
    """Every thread's new connections lead to this database."""
    before = connection.settings_dict["NAME"]
    _go_to(name)
    try:
        yield
    finally:
        _go_to(before)


def copy_of(kind: str, load: Callable[[], None], *, name: str, empty: bool = False) -> str:
    """A new database with what `load` writes; `load` runs once for all test processes.

    `load` begins with today's tables, or with none where `empty`.
    """
    template = f"loaded_{kind}"
    with _one_at_a_time(kind):
        if not _exists(template):
            unfinished = f"{template}_unfinished"
            _make(unfinished, "template0" if empty else connection.settings_dict["NAME"])
            with working_in(unfinished):
                load()
            _as_owner(f"alter database {unfinished} rename to {template}")
        copy = f"{template}_{name}"
        _make(copy, template)
    return copy


def drop(name: str) -> None:
    """The copy is gone, whoever is still connected to it."""
    _as_owner(f"drop database if exists {name} with (force)")


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
    """Among the test processes of one run, which share a folder."""
    with (Path(env.STATE) / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _as_owner(statement: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """Outside any transaction, as databases are made and dropped."""
    owner = connection.copy()
    owner.settings_dict.update(OWNER, NAME="postgres")
    try:
        with owner.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []
    finally:
        owner.close()


def files_of(kind: str) -> Path:
    """The folder of files that the rows of all its copies point to."""
    return Path(env.STATE) / "files" / kind


@contextmanager
def files_in(kind: str) -> Iterator[None]:
    before = settings.FILES_ROOT
    settings.FILES_ROOT = files_of(kind)
    try:
        yield
    finally:
        settings.FILES_ROOT = before
