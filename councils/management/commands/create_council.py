"""`create_council SLUG NAME --admin EMAIL`: create a council and invite its first administrator."""

from smtplib import SMTPException
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ...accounts.actions import CouncilRefused, MemberRefused, create_council, invite_member
from ...actors import Actor
from ...permissions import Role


class Command(BaseCommand):
    help = "Create a council and invite its first administrator by email."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the council's name in web addresses, such as north-shire")
        parser.add_argument("name", help="the council's name, such as “North Shire”")
        parser.add_argument(
            "--admin", required=True, metavar="EMAIL", help="email address of the first administrator"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                council = create_council(slug=options["slug"], name=options["name"], by="create_council")
                actor = Actor.system(council, "create_council")
                membership = invite_member(
                    council=council, email=options["admin"], role=Role.ADMINISTRATOR, by=actor
                )
        except (CouncilRefused, MemberRefused) as refused:
            raise CommandError(str(refused)) from None
        except (OSError, SMTPException) as problem:
            raise CommandError(
                f"The council and its administrator were created, but the invitation could not be sent ({problem}). "
                "The administrator can get a password link with “Forgotten your password?”."
            ) from None
        self.stdout.write(f"Created {council.name} at /{council.slug}/.")
        self.stdout.write(f"Invited {membership.user.email} as administrator.")
