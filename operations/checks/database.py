"""The database: can it be reached, is it the right kind, are its tables there, does the wall stand?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from core.words import count_words
from councils.tenancy.isolation_checks import faults
from councils.tenancy.owner import as_owner
from councils.tenancy.start_checks import encoding_problem, may_bypass_wall
from packs import sending_mark

from .finding import Finding, failed, ok, warning

OLDEST = 15
CLOCK_SECONDS = 2
LOSES_COMMITS = ("fsync", "full_page_writes")


def check_database() -> Iterator[Finding]:
    """Stops at the first finding without which the next ones mean nothing."""
    try:
        connection.ensure_connection()
    except DatabaseError as problem:
        yield failed(
            "database",
            f"The database does not answer: {_first_line(problem)}.",
            "Check DATABASE_URL, and that the server runs and lets this machine in.",
        )
        return
    yield _version()
    encoding = encoding_problem()
    yield (
        failed("encoding", encoding, "Text would be damaged.")
        if encoding
        else ok("encoding", "Text is UTF-8.")
    )
    if encoding:
        return
    yield _role()
    yield _owner()
    yield _clock()
    yield _durability()
    missing = _migrations()
    yield missing
    if missing.to_do:
        return
    yield from _wall()
    yield _sending()


def _first_line(problem: Exception) -> str:
    return (str(problem).strip().splitlines() or ["no reason given"])[0].rstrip(".")


def _version() -> Finding:
    number = int(connection.cursor().connection.server_version) // 10_000
    if number < OLDEST:
        return failed("server", f"The server is PostgreSQL {number}.", f"Use PostgreSQL {OLDEST} or later.")
    return ok("server", f"The server is PostgreSQL {number}.")


def _role() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("select current_user::text")
        name = str(cursor.fetchone()[0])
    if may_bypass_wall():
        return failed(
            "role",
            f"The role {name} can bypass row-level security between councils.",
            "Use app_web in DATABASE_URL and app_worker in WORKER_DATABASE_URL.",
        )
    return ok("role", f"The role {name} cannot bypass the wall between councils.")


def _owner() -> Finding:
    if not settings.OWNER:
        return warning(
            "owner",
            "OWNER_DATABASE_URL is not set here.",
            "That is right for web and workers. Set it for migrate, backup and restore.",
        )
    try:
        if _owner_reads_all():
            return ok("owner", "The owner of the tables can be reached.")
    except DatabaseError as problem:
        return failed(
            "owner",
            f"The owner cannot sign in: {_first_line(problem)}.",
            "Check OWNER_DATABASE_URL. It must not go through a pooler.",
        )
    return failed(
        "owner",
        "The role of OWNER_DATABASE_URL cannot read all councils.",
        "Use app_owner, as create_roles makes it.",
    )


def _owner_reads_all() -> bool:
    with as_owner():
        return may_bypass_wall()


def _clock() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        skew = abs((datetime.now(UTC) - cursor.fetchone()[0]).total_seconds())
    if skew > CLOCK_SECONDS:
        return failed(
            "clocks",
            f"The clocks of this machine and of the database are {skew:.0f} seconds apart.",
            "Keep both in step (NTP): leases of a few seconds rely on it.",
        )
    return ok("clocks", "This machine and the database have the same time.")


def _durability() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            "select name from pg_settings where name = any(%s) and setting = 'off'", [list(LOSES_COMMITS)]
        )
        off = sorted(name for (name,) in cursor.fetchall())
    if off:
        return failed(
            "durability",
            f"The server has {' and '.join(off)} off.",
            "Turn it on: a power cut could lose what was saved.",
        )
    return ok("durability", "The server keeps what it has confirmed.")


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return failed("tables", f"{count_words(len(waiting), 'migration')} not applied.", "Run “migrate”.")
    known = set(executor.loader.disk_migrations)
    ours = {app for app, _ in known}
    newer = sorted(
        f"{app}.{name}"
        for app, name in executor.loader.applied_migrations
        if app in ours and (app, name) not in known
    )
    replaced = {each for migration in executor.loader.disk_migrations.values() for each in migration.replaces}
    newer = [name for name in newer if tuple(name.split(".", 1)) not in replaced]
    if newer:
        return failed(
            "tables",
            f"The database is of a newer release: it has {newer[0]}.",
            "Install that release, or restore the backup that you made before it.",
        )
    return ok("tables", "All tables are of this release.")


def _wall() -> Iterator[Finding]:
    found = faults()
    for fault in found:
        yield failed("wall", fault, "Restore from a backup, or ask the maintainers. Run check_wall again.")
    if not found:
        yield ok("wall", "Row-level security between councils has no gaps.")


def _sending() -> Finding:
    if why := sending_mark.why_held():
        return failed(
            "sending", f"{why.split('. ')[0]}.", "If the restore is complete, run “confirm_sending”."
        )
    return ok("sending", "This database is the one that sends.")
