"""Cast: users for tests. One council with a member of each role, and an outsider from another council."""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string

from councils.actors import Actor
from councils.models import Council, Membership, User
from councils.permissions import Role

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
    """Client with a session of this member, as a sign-in leaves it. Written at once, because most tests need one."""
    user, store = membership.user, SessionStore()
    content = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    key = get_random_string(32)
    Session.objects.create(
        session_key=key, session_data=store.encode(content), expire_date=store.get_expiry_date()
    )
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def make_cast() -> Cast:
    council, other = Council.objects.bulk_create(
        Council(slug=name.lower(), name=name, pinned_today=TODAY) for name in ("Northport", "Southshire")
    )
    places = [(council, role, f"{role}@northport.example.org", role.label) for role in Role]
    places.append((other, Role.ADMINISTRATOR, "outsider@southshire.example.org", "Outsider"))
    users = User.objects.bulk_create(User(email=email, name=name) for _, _, email, name in places)
    now = timezone.now()
    *members, outsider = Membership.objects.bulk_create(
        Membership(user=user, council=where, role=role, last_seen_at=now)
        for user, (where, role, _, _) in zip(users, places, strict=True)
    )
    return Cast(council, other, dict(zip(Role, members, strict=True)), outsider)
