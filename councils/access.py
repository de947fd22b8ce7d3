"""Who is acting, what they may do, and the only way into a council."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from .models import ApiClient, Council, Membership, Person, User
from .permissions import Permission, Role


@dataclass(frozen=True)
class Actor:
    """Someone or something that acts for one council: a member, an API client, or the system itself.

    `name` is how board papers and the pages print it; `reference` is how the change log knows it, without a name.
    """

    council: Council
    name: str
    reference: str
    permissions: frozenset[Permission]
    user: User | None = None
    role: Role | None = None
    client: ApiClient | None = None

    @classmethod
    def member(cls, membership: Membership) -> Actor:
        user = membership.user
        return cls(
            council=membership.council,
            name=user.name or user.email,
            reference=f"user:{user.public_id}",
            permissions=membership.permissions,
            user=user,
            role=Role(membership.role),
        )

    @classmethod
    def api_client(cls, client: ApiClient) -> Actor:
        return cls(
            council=client.council,
            name=f"API key “{client.name}”",
            reference=f"api:{client.public_id}",
            permissions=client.permissions,
            client=client,
        )

    @classmethod
    def system(cls, council: Council, name: str = "sendplan") -> Actor:
        """A command or a job: it may do everything within the council."""
        return cls(council=council, name=name, reference=f"system:{name}", permissions=frozenset(Permission))

    def person(self) -> Person | None:
        """The person that this user is in the council, if somebody linked them."""
        return Person.objects.filter(user=self.user).first() if self.user else None


class CouncilRequest(HttpRequest):
    """A request inside `/<council>/…`: what the middleware has put on it."""

    council: Council
    actor: Actor
    membership: Membership
    today: Any
    now: Any
    id: str


def can(actor: Actor, permission: Permission) -> bool:
    """Whether the actor may do this in their own council; whose object it is, the wall and the gatekeepers say."""
    return permission in actor.permissions


def require(actor: Actor, permission: Permission) -> None:
    """Refuse (403) what the actor may see but not do."""
    if not can(actor, permission):
        raise PermissionDenied(f"You do not have permission to do this ({permission.value}).")
