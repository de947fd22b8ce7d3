"""Notice that the database is not the one that sent the last email, so that nothing is sent twice after a restore.

Before an email goes out, its number is taken from a sequence of the database and written to a file beside the packs. A
database that is restored from a backup has sent less than the file says, or is another database. Then nothing is sent,
and the clock releases nothing, until an operator says so (`bin/manage confirm_sending`). Without the file, nothing can
be noticed. In words: docs/decisions/0022-nothing-is-sent-after-a-restore.md.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

SEQUENCE = "packs_sending_number"

NOW = """
    select (select system_identifier from pg_control_system()),
           (select timeline_id from pg_control_checkpoint()),
           (select oid from pg_database where datname = current_database()),
           coalesce(pg_sequence_last_value(%s::regclass), 0)
"""

OTHER_DATABASE = "This database is not the one from which the last email was sent"
EARLIER = "This database has sent fewer emails than were sent"
WHAT_TO_DO = (
    "It was probably restored from a backup. Nothing is sent until an operator runs "
    "“bin/manage confirm_sending”"
)


@dataclass(frozen=True)
class Mark:
    """Which database has sent how many emails. `database`: the cluster, its timeline and the database in it."""

    database: str
    number: int


def path() -> Path:
    return Path(settings.FILES_ROOT) / "sending.json"


def why_held() -> str:
    """Why nothing may be sent, as sentences without the last full stop, or "" (1 query and a small file)."""
    kept = _kept()
    if kept is None:
        return ""
    now = _now()
    if kept.database != now.database:
        return f"{OTHER_DATABASE}. {WHAT_TO_DO}"
    return f"{EARLIER}. {WHAT_TO_DO}" if kept.number > now.number else ""


def count_one() -> None:
    """Count an email that is about to go out: first in the database, then in the file."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(%s)", [SEQUENCE])
    _write(_now())


def confirm() -> None:
    """Take this database for the one that sends from now on."""
    _write(_now(), forwards=False)


def _now() -> Mark:
    with connection.cursor() as cursor:
        cursor.execute(NOW, [SEQUENCE])
        *database, number = cursor.fetchone()
    return Mark("/".join(map(str, database)), number)


def _kept() -> Mark | None:
    try:
        return Mark(**json.loads(path().read_text("utf-8")))
    except FileNotFoundError:
        return None


def _write(mark: Mark, *, forwards: bool = True) -> None:
    """Replace the file. `forwards`: another worker may have written a higher number of the same database meanwhile."""
    target = path()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with target.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = _kept()
        if forwards and kept and kept.database == mark.database and kept.number >= mark.number:
            return
        unfinished = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        with unfinished.open("w", encoding="utf-8") as out:
            json.dump(asdict(mark), out)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(target)
