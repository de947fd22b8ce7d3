"""Cast: users for tests. One council with a member of each role, and an outsider from another council."""

from dataclasses import dataclass, field
from datetime import date

from django.test import Client

from councils.actors import Actor
from councils.models import Council, Membership
from councils.permissions import Role
from tests.factories import CouncilFactory, MembershipFactory

TODAY = date(2016, 7, 8)


@dataclass
class Cast:
    """`council` is set to 8 July 2016. `members` has one membership for each role. `outsider` belongs to `other`."""

    council: Council
    other: Council
    members: dict[Role, Membership] = field(default_factory=dict)
    outsider: Membership | None = None

    def actor(self, role: Role = Role.OFFICER) -> Actor:
        return Actor.member(self.members[role])

    def client(self, role: Role = Role.OFFICER) -> Client:
        """Client signed in as the member with this role."""
        return signed_in(self.members[role])

    def outsider_client(self) -> Client:
        return signed_in(self.outsider)


def signed_in(membership: Membership) -> Client:
    client = Client()
    client.force_login(membership.user)
    return client


def make_cast() -> Cast:
    council = CouncilFactory(slug="northport", name="Northport", pinned_today=TODAY)
    other = CouncilFactory(slug="southshire", name="Southshire", pinned_today=TODAY)
    cast = Cast(council, other)
    for role in Role:
        cast.members[role] = MembershipFactory(
            council=council, role=role, user__email=f"{role}@northport.example.org", user__name=role.label
        )
    cast.outsider = MembershipFactory(
        council=other, role="administrator", user__email="outsider@southshire.example.org"
    )
    return cast
