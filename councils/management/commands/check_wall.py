"""`check_wall`: is the wall between councils whole in this database? For after a restore or a doubtful night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...tenancy.isolation_checks import faults


class Command(BaseCommand):
    help = "Read the database's catalogue and report every gap in the wall between councils."

    def handle(self, *args: Any, **options: Any) -> None:
        found = faults()
        if found:
            raise CommandError("The wall between councils has gaps:\n" + "\n".join(found))
        self.stdout.write("The wall between councils is whole.")
