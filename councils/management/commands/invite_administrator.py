"""`invite_administrator SLUG EMAIL`: invite an administrator to a council that nobody can administer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.refusals import ChangeRefused

from ...accounts.actions import Invitee, invite, send_again
from ...actors import Actor
from ...models import Council, Invitation
from ...permissions import Role


class Command(BaseCommand):
    help = (
        "Invite an administrator to a council by email, for example if the first invitation never arrived or the only "
        "administrator has left. An invitation that waits for the address is sent again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the council's name in web addresses, such as north-shire")
        parser.add_argument("email", help="email address of the administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        council = Council.objects.filter(slug=options["slug"]).first()
        if council is None:
            known = ", ".join(Council.objects.order_by("slug").values_list("slug", flat=True)) or "none"
            raise CommandError(f"Council “{options['slug']}” not found. Councils: {known}.")
        try:
            invitation = _invite(council, options["email"])
        except ChangeRefused as refused:
            raise CommandError(str(refused)) from None
        invitation.refresh_from_db()
        if invitation.sent_at is None:
            raise CommandError(
                f"The invitation for {invitation.email} could not be sent: see the reason above."
            )
        self.stdout.write(f"Invited {invitation.email} as administrator of {council.name}.")


def _invite(council: Council, email: str) -> Invitation:
    by, now = Actor.system(council, "invite_administrator"), timezone.now()
    waiting = (
        Invitation.objects.pending_in(council)
        .filter(email=email.strip().lower(), role=Role.ADMINISTRATOR)
        .first()
    )
    if waiting is not None:
        return send_again(invitation=waiting, by=by, now=now)
    [invitation] = invite(council=council, invitees=[Invitee(email)], role=Role.ADMINISTRATOR, by=by, now=now)
    return invitation
