"""`migrate`, run as the database's owner: the application's own roles may not change tables."""

from typing import Any

from django.core.management.commands.migrate import Command as MigrateCommand

from ...tenancy.owner import as_owner


class Command(MigrateCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            super().handle(*args, **options)
