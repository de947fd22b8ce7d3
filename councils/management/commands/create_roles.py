"""`create_roles`: print the SQL that creates the three roles and the database. A database administrator runs it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

SQL = """\
-- Run as a superuser with psql, after putting your own passwords in.
-- app_owner migrates, dumps and restores; app_web and app_worker serve, and the wall between councils holds them.
create role app_owner login bypassrls password 'PASSWORD-OF-APP-OWNER';
create role app_web login nobypassrls password 'PASSWORD-OF-APP-WEB';
create role app_worker login nobypassrls password 'PASSWORD-OF-APP-WORKER';
create database "{database}" owner app_owner encoding 'UTF8' template template0;
revoke all on database "{database}" from public;
grant connect on database "{database}" to app_web, app_worker;
\\connect "{database}"
alter schema public owner to app_owner;
revoke create on schema public from public;

-- Then give the product these addresses, run “manage.py migrate” and “manage.py check_wall”:
-- DATABASE_URL=postgres://app_web:PASSWORD-OF-APP-WEB@HOST/{database}
-- WORKER_DATABASE_URL=postgres://app_worker:PASSWORD-OF-APP-WORKER@HOST/{database}
-- OWNER_DATABASE_URL=postgres://app_owner:PASSWORD-OF-APP-OWNER@HOST/{database}"""


class Command(BaseCommand):
    help = "Print the SQL that a database administrator runs once on a real PostgreSQL server."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default="sendplan", help="name of the database (sendplan)")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(SQL.format(database=options["database"].replace('"', '""')))
