"""Load the demonstration, or print its accounts again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from councils.importers import PlanProblem

from ... import load
from ...accounts import accounts


class Command(BaseCommand):
    help = "Load both published plans, a fictional council, sample content and demonstration accounts."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--accounts", action="store_true", help="print the accounts only")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError(
                "The demonstration only loads on this machine's embedded services. Use bin/serve."
            )
        if not options["accounts"]:
            try:
                load.load_demo()
            except PlanProblem as problem:
                raise CommandError(str(problem)) from None
        for account in accounts(load.COUNCILS):
            self.stdout.write(account.line)
