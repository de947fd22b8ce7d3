"""`issue_api_key --council SLUG --name NAME --scope read …`: issue an API key and show it once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from councils.models import Council
from councils.permissions import Scope

from ...keys import issue_key


class Command(BaseCommand):
    help = "Issue an API key for a council. The key is on the last line and is shown only once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--council", required=True, metavar="SLUG")
        parser.add_argument("--name", required=True, help="the system that will use the key")
        parser.add_argument(
            "--scope",
            required=True,
            action="append",
            metavar="SCOPE",
            help=f"what the key can do (repeat for each): {', '.join(scope.value for scope in Scope)}",
        )
        parser.add_argument(
            "--no-packs",
            action="store_true",
            help="read everything but packs; otherwise read includes packs:read here",
        )
        parser.add_argument("--days", type=int, help="days until the key expires; the default is no expiry")

    def handle(self, *args: Any, **options: Any) -> None:
        council = Council.objects.filter(slug=options["council"]).first()
        if council is None:
            known = ", ".join(Council.objects.order_by("slug").values_list("slug", flat=True)) or "none"
            raise CommandError(f"Council “{options['council']}” not found. Councils: {known}.")
        name = options["name"].strip()
        if not 0 < len(name) <= 100:
            raise CommandError(
                "Give the key a name of 1 to 100 characters, such as the system that will use it."
            )
        scopes = list(options["scope"])
        if Scope.READ in scopes and not options["no_packs"]:
            scopes.append(Scope.PACKS_READ)  # as before packs had a scope of their own
        try:
            client, key = issue_key(
                council=council,
                name=name,
                scopes=scopes,
                days=options["days"],
                now=timezone.now(),
            )
        except ValueError as refused:
            raise CommandError(str(refused)) from None
        until = f"until {client.expires_at:%d %B %Y}" if client.expires_at else "until it is withdrawn"
        self.stdout.write(
            f"A key for “{client.name}” in {council.name}, {', '.join(client.scopes)}, {until}."
        )
        self.stdout.write("Save this key now. You will not see it again.")
        self.stdout.write(key)
