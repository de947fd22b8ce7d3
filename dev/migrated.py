"""A data folder of PostgreSQL in which today's migrations have run, kept between runs of `bin/test`.

The migrations take longer than most tests that somebody wants to run. The folder itself is kept and copied, not a
dump: a restored dump prints constraints in other words. A change to what migrations do makes a new folder.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .postgres import Postgres
from .problem import Problem
from .runas import choose
from .state import ROOT, State
from .temporary import temporary_services

DATABASE = "migrated"
"""Database with today's tables and no rows."""

SOURCES = (
    "*/migrations/*.py",
    "councils/tenancy/**/*.py",
    "councils/log/triggers.py",
    "councils/management/commands/migrate.py",
    "packs/due_moments.py",
    "webhooks/due_moments.py",
    "strategies/shared_nouns.py",
    "strategies/published_versions.py",
    "plan_versions/published.py",
    "sendplan/settings.py",
    "dev/migrated.py",
    "dev/postgres.py",
    "requirements.lock",
)
"""Files on which the folder depends. A test watches that migrations import from no others."""

_KEPT = 4
"""Folders that stay, the last ones used: enough for a few branches."""


def provide(state: State) -> None:
    """Give a new state its data folder, as a copy. Makes the folder to copy from if there is none for today's code."""
    target = Postgres(state).data
    kept = _folder() / f"{_key()}-{choose(target).name}"
    with _one_at_a_time():
        if not kept.exists():
            _make(kept)
        kept.touch()
        _forget_old_ones()
        _copy(kept, target)


def _make(kept: Path) -> None:
    """Run the migrations on a server of its own, and keep its data folder after it has stopped."""
    unfinished = kept.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)

    def keep(state: State) -> None:
        _copy(Postgres(state).data, unfinished)

    with temporary_services("migrate", throw_away=True, at_the_end=keep) as (env, _):
        done = subprocess.run(
            [sys.executable, "-m", "dev.migrated"], env=env, cwd=ROOT, capture_output=True, text=True
        )
        if done.returncode:
            raise Problem(f"The migrations failed:\n{done.stderr.strip()}")
    unfinished.rename(kept)


def _copy(source: Path, target: Path) -> None:
    """Copy a folder with its owners, which may be the server's system user."""
    subprocess.run(["cp", "-a", source, target], check=True)


def _folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"sendplan-migrated-{os.geteuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise Problem(f"{folder} belongs to somebody else. Remove it, or set TMPDIR to another folder.")
    return folder


def _key() -> str:
    """Hash of all sources, with their names."""
    found = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in ROOT.glob(pattern)}):
        found.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def _forget_old_ones() -> None:
    folders = sorted(
        (path for path in _folder().iterdir() if path.is_dir()),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for old in folders[_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate() -> None:
    """Make the database. Runs in a process of its own, in the environment of the services."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    connection.settings_dict.update(
        {name: settings.OWNER[name] for name in ("USER", "PASSWORD")}, NAME="postgres"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"create database {DATABASE} template template0")
    connection.close()
    connection.settings_dict["NAME"] = DATABASE
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()


if __name__ == "__main__":
    _migrate()
