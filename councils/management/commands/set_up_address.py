"""`set_up_address`: print the web address with which someone makes the first council."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from ...accounts.actions import SetUpRefused, new_set_up_address
from ...accounts.emails import absolute


class Command(BaseCommand):
    help = (
        "Print a web address that works once, for one day: it makes the first council and its administrator. "
        "Earlier addresses stop working."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-needed", action="store_true", help="print nothing if there is a council")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PUBLIC_URL:
            raise CommandError(
                "Set PUBLIC_URL to the web address of this service, such as https://plans.example.gov.uk."
            )
        try:
            token = new_set_up_address(now=timezone.now())
        except SetUpRefused as refused:
            if options["if_needed"]:
                return
            raise CommandError(str(refused)) from None
        self.stdout.write(f"Set up: {absolute(reverse('councils:set_up', kwargs={'token': token}))}")
