"""Who can sign in to a council: members, invitations nobody has accepted, and the latest events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from ..log.security_log import SecurityLine, latest_events, registered_phrases
from ..models import Council, Invitation, InvitationState, Membership, Person
from .invited_to import labels_of

PHRASES = {
    "council_created": "created the council",
    "membership_given": "gave {subject} access, as {role}",
    "membership_ended": "ended the membership of {subject}",
    "role_changed": "changed the role of {subject} from {before} to {role}",
    "invitation_sent": "invited {subject}, as {role}",
    "invitation_sent_again": "sent the invitation of {subject} again",
    "invitation_withdrawn": "withdrew the invitation of {subject}",
    "invitation_accepted": "accepted the invitation, as {role}",
    "person_linked": "linked {subject} to a person in the plan",
    "person_unlinked": "removed the link between {subject} and a person in the plan",
}


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who can sign in, and who they are in the plan.

    `same_address` is the only person without an account who has their email address, if nobody is linked to them.
    """

    membership: Membership
    person: Person | None
    same_address: Person | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """An invitation that nobody has accepted, who they would be in the plan, and which places they would get there."""

    invitation: Invitation
    person: Person | None
    has_expired: bool
    places: list[str]


@dataclass(frozen=True, slots=True)
class AccessPage:
    members: list[Member]
    pending: list[Pending]
    events: list[SecurityLine]

    @property
    def person_ids(self) -> list[int]:
        """Ids of the members' persons."""
        return [member.person.id for member in self.members if member.person]


def access_page(council: Council, *, now: datetime) -> AccessPage:
    """Everything on the page about who can sign in (4 queries, and one for each kind of place in the invitations)."""
    memberships = list(Membership.objects.current_in(council))
    invitations = list(Invitation.objects.pending_in(council).order_by("email"))
    emails = {membership.user.email.lower() for membership in memberships}
    persons = list(
        Person.objects.alias(address=Lower("email")).filter(
            Q(user_id__in=[membership.user_id for membership in memberships])
            | Q(public_id__in=[each.person_public_id for each in invitations if each.person_public_id])
            | Q(user=None, merged_into=None, left_on=None, address__in=emails)
        )
    )
    by_user = {person.user_id: person for person in persons if person.user_id}
    alike = _by_address(persons)
    by_id: dict[UUID | None, Person] = {person.public_id: person for person in persons}
    places = labels_of(invitations)
    return AccessPage(
        [
            Member(
                membership,
                linked := by_user.get(membership.user_id),
                None if linked else alike.get(membership.user.email.lower()),
            )
            for membership in memberships
        ],
        [
            Pending(
                each,
                by_id.get(each.person_public_id),
                each.state_at(now) == InvitationState.EXPIRED,
                places[each.pk],
            )
            for each in invitations
        ],
        latest_events(council, PHRASES | registered_phrases()),
    )


def _by_address(persons: Iterable[Person]) -> dict[str, Person]:
    """Persons without an account by email address, where no two have the same."""
    found: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        if person.email and not (person.user_id or person.merged_into_id or person.left_on):
            found[person.email.lower()].append(person)
    return {email: same[0] for email, same in found.items() if len(same) == 1}
