"""The actor of a request, command or job, and checks of its permissions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from .models import ApiClient, Council, Membership, Person, User
from .permissions import Permission, Role


@dataclass(frozen=True)
class Actor:
    """Actor for one council: a member, an API client, or the system.

    `name` is shown on pages and board papers. `reference` identifies the actor in the change log without a name.
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
        """Actor for a command or a job, with every permission in the council."""
        return cls(council=council, name=name, reference=f"system:{name}", permissions=frozenset(Permission))

    def person(self) -> Person | None:
        """The person in the council's plans that is linked to this user, or None."""
        return Person.objects.filter(user=self.user).first() if self.user else None


class CouncilRequest(HttpRequest):
    """Request for `/<council>/…`, with the attributes that the middleware sets."""

    council: Council
    actor: Actor
    membership: Membership
    today: Any
    now: Any
    id: str


def can(actor: Actor, permission: Permission) -> bool:
    """Whether the actor has this permission in their council. Row-level security and `get_*` check the object."""
    return permission in actor.permissions


def require(actor: Actor, permission: Permission) -> None:
    """Raise PermissionDenied (403) if the actor does not have this permission."""
    if not can(actor, permission):
        raise PermissionDenied(f"You do not have permission to do this ({permission.value}).")
