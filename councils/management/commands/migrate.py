"""`migrate`, run as the database's owner, because the application's roles may not change tables."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connection

from ...tenancy.owner import as_owner
from ...tenancy.start_checks import encoding_problem, may_bypass_wall


class Command(MigrateCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            if problem := encoding_problem():
                raise CommandError(problem)
            is_look_only = options["plan"] or options["check_unapplied"]
            if not is_look_only and not may_bypass_wall():
                raise CommandError(
                    f"The role {_role()} may not change tables: set OWNER_DATABASE_URL to the address of "
                    "app_owner, then run “migrate” again (“create_roles” prints the SQL that makes this role)."
                )
            super().handle(*args, **options)


def _role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_user::text")
        return str(cursor.fetchone()[0])
