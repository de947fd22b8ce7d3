"""`create_council SLUG NAME --admin EMAIL`: create a council and invite its first administrator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from core.refusals import ChangeRefused

from ...accounts.actions import Invitee, create_council, invite
from ...actors import Actor
from ...permissions import Role


class Command(BaseCommand):
    help = (
        "Create a council with the quarters of this and the next financial year, and invite its first "
        "administrator by email."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the council's name in web addresses, such as north-shire")
        parser.add_argument("name", help="the council's name, such as “North Shire”")
        parser.add_argument(
            "--admin", required=True, metavar="EMAIL", help="email address of the first administrator"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            with transaction.atomic():
                council = create_council(
                    slug=options["slug"],
                    name=options["name"],
                    by="create_council",
                    today=timezone.localdate(now),
                )
                [invitation] = invite(
                    council=council,
                    invitees=[Invitee(options["admin"])],
                    role=Role.ADMINISTRATOR,
                    by=Actor.system(council, "create_council"),
                    now=now,
                )
        except ChangeRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"Created {council.name} at /{council.slug}/.")
        invitation.refresh_from_db()
        if invitation.sent_at is None:
            raise CommandError(
                f"The invitation for {invitation.email} could not be sent: see the reason above. When emails can be "
                f"sent again, run “invite_administrator {council.slug} {invitation.email}”."
            )
        self.stdout.write(f"Invited {invitation.email} as administrator.")
