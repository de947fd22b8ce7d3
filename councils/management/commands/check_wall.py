"""`check_wall`: check row-level security between councils in this database, for example after a restore."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...tenancy.isolation_checks import faults
from ...tenancy.start_checks import encoding_problem


class Command(BaseCommand):
    help = "Check row-level security between councils and report every gap."

    def handle(self, *args: Any, **options: Any) -> None:
        if problem := encoding_problem():
            raise CommandError(problem)
        found = faults()
        if found:
            raise CommandError("Row-level security between councils has gaps:\n" + "\n".join(found))
        self.stdout.write("Row-level security between councils has no gaps.")
