"""Councils with a plan of a given size, written when a subject first asks for one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client
from django.utils import timezone

from api.keys import issue_key
from councils.actors import Actor
from councils.models import Council, Membership, User
from councils.permissions import Role
from councils.tenancy import council_context, recorded
from councils.tenancy.owner import as_owner
from deliverables.models import Deliverable

from .rows import TODAY, write_plan

ACTOR = "system:bench"
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Plan:
    """One council with its plan, and clients that read it as an officer and as another system."""

    council: Council
    officer: Membership

    @cached_property
    def browser(self) -> Client:
        """Client that is signed in as the council's officer."""
        return signed_in(self.officer.user)

    @cached_property
    def system(self) -> Client:
        """Client with an API key that may read."""
        now = timezone.now()
        _, key = issue_key(council=self.council, name="Bench", scopes=["read"], days=None, now=now)
        return Client(SERVER_NAME=HOST, headers={"Authorization": f"Bearer {key}"})

    @property
    def actor(self) -> Actor:
        return Actor.member(self.officer)

    def page(self, path: str = "") -> str:
        """Address of a page of this council."""
        return f"/{self.council.slug}/{path}"

    def api(self, path: str) -> str:
        """Address of an API list of this council."""
        return f"/api/v1/councils/{self.council.slug}/{path}"

    def deliverable_ids(self, count: int) -> list[UUID]:
        """Public ids of the first deliverables in the order in which they were written."""
        with council_context(self.council.pk, read_only=True):
            return list(Deliverable.objects.order_by("id").values_list("public_id", flat=True)[:count])

    def chosen(self, count: int) -> list[str]:
        """The same deliverables as the page that changes several sends them: "ID.VERSION", as they are now."""
        with council_context(self.council.pk, read_only=True):
            rows = Deliverable.objects.order_by("id").values_list("public_id", "version")[:count]
            return [f"{public_id}.{version}" for public_id, version in rows]


def signed_in(user: User) -> Client:
    client = Client(SERVER_NAME=HOST)
    client.force_login(user)
    return client


def write_council(slug: str, **sizes: int) -> Plan:
    """Create a council with an officer and a plan of this size."""
    council = Council.objects.create(slug=slug, name=slug.replace("-", " ").capitalize(), pinned_today=TODAY)
    user = User.objects.create(email=f"officer@{slug}.example.org", name="Bench officer")
    officer = Membership.objects.create(
        user=user, council=council, role=Role.OFFICER, last_seen_at=timezone.now()
    )
    with council_context(council.pk, actor=ACTOR), recorded("strategy.loaded", actor=ACTOR):
        write_plan(**sizes)
    return Plan(council, officer)


class Plans:
    """Plans that have been written in this run, by the council's slug."""

    def __init__(self) -> None:
        self._written: dict[str, Plan] = {}

    def of(self, deliverables: int, *, use: str = "read", **sizes: int) -> Plan:
        """Plan with this many deliverables. Subjects that write ask for one of their own with another `use`."""
        slug = f"{use}-{deliverables}"
        if slug not in self._written:
            self._written[slug] = write_council(slug, deliverables=deliverables, **sizes)
            gather_statistics()
        return self._written[slug]


def gather_statistics() -> None:
    """Tidy up and tell the planner about the new rows now, as the database does by itself after a while."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


def get(client: Client, address: str, **headers: str) -> Any:
    """Response to a request. Raises if it is an error, so that no error is measured as a fast page."""
    response = client.get(address, headers=headers)
    if response.status_code not in (200, 304):
        raise RuntimeError(f"{address} answered {response.status_code}: {response.content[:300]!r}")
    return response
