"""`create_roles`: print the SQL that creates the three database roles and the database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

SQL = """\
-- Run as a superuser with psql{first}.
-- app_owner migrates, dumps and restores; app_web and app_worker serve, and the wall between councils holds them.
create role app_owner login bypassrls password '{owner}';
create role app_web login nobypassrls password '{web}';
create role app_worker login nobypassrls password '{worker}';
create database "{database}" owner app_owner encoding 'UTF8' template template0;
revoke all on database "{database}" from public;
grant connect on database "{database}" to app_web, app_worker;
\\connect "{database}"
alter schema public owner to app_owner;
revoke create on schema public from public;"""

NEXT = """

-- Then give the product these addresses, run “manage.py migrate” and “manage.py check_wall”:
-- DATABASE_URL=postgres://app_web:PASSWORD-OF-APP-WEB@HOST/{database}
-- WORKER_DATABASE_URL=postgres://app_worker:PASSWORD-OF-APP-WORKER@HOST/{database}
-- OWNER_DATABASE_URL=postgres://app_owner:PASSWORD-OF-APP-OWNER@HOST/{database}"""

PLACEHOLDERS = {
    "owner": "PASSWORD-OF-APP-OWNER",
    "web": "PASSWORD-OF-APP-WEB",
    "worker": "PASSWORD-OF-APP-WORKER",
}
VARIABLES = {"owner": "OWNER_DATABASE_URL", "web": "DATABASE_URL", "worker": "WORKER_DATABASE_URL"}


class Command(BaseCommand):
    help = "Print the SQL that a database administrator runs once on a real PostgreSQL server."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default="sendplan", help="name of the database (sendplan)")
        parser.add_argument(
            "--from-settings",
            action="store_true",
            help="take the passwords and the database's name from the three addresses that are set",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["from_settings"]:
            passwords, database = _settings()
            sql = SQL.format(first="", database=_name(database), **passwords)
        else:
            sql = with_places(options["database"])
        self.stdout.write(sql)


def with_places(database: str) -> str:
    """The SQL with places for passwords, and the addresses that they belong in."""
    return (SQL + NEXT).format(
        first=", after putting your own passwords in", database=_name(database), **PLACEHOLDERS
    )


def _settings() -> tuple[dict[str, str], str]:
    """Passwords as SQL prints them, by role, and the name of the database, from the addresses that are set.

    Raises CommandError that names the address which is not set, has another role, has no password or another database.
    """
    addresses = {"owner": settings.OWNER, **settings.ROLES}
    passwords: dict[str, str] = {}
    for role, variable in VARIABLES.items():
        address = addresses[role]
        if not address:
            raise CommandError(f"{variable} is not set. Set it, then run this again.")
        if address.get("USER") != f"app_{role}":
            raise CommandError(f"{variable} must have the role app_{role}, not “{address.get('USER', '')}”.")
        if not address.get("PASSWORD"):
            raise CommandError(f"{variable} has no password. Add one: app_{role}:PASSWORD@…")
        passwords[role] = str(address["PASSWORD"]).replace("'", "''")
    names = {str(address["NAME"]) for address in addresses.values()}
    if len(names) > 1:
        raise CommandError(f"The addresses name different databases: {', '.join(sorted(names))}.")
    return passwords, names.pop()


def _name(database: str) -> str:
    return database.replace('"', '""')
