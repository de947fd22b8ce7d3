"""Owners in name only: people who lead deliverables but cannot sign in, have never updated one, or have left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from core.periods import Quarter
from councils.models import Council, Membership, Person

from .models import ProgressUpdate
from .named_people import items_led


@dataclass(frozen=True)
class Owner:
    """A person who leads `leads` deliverables now, and why they lead in name only (`reasons`)."""

    person: Person
    leads: int
    reasons: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        return self.person.state == Person.State.IDENTIFIED


@dataclass(frozen=True)
class Owners:
    """Those who lead in name only, most deliverables first, and the number of all who lead."""

    in_name_only: list[Owner]
    all: int

    @property
    def items(self) -> int:
        return sum(owner.leads for owner in self.in_name_only)


def owners_in_name_only(*, council: Council, today: date) -> Owners:
    """Who leads in name only, in plans that have begun by the quarter of the day (4 queries)."""
    led = items_led(Quarter.of(today))
    people = list(Person.objects.filter(pk__in=led).order_by("name", "initials", "id"))
    users = [person.user_id for person in people if person.user_id]
    members = set(
        Membership.objects.filter(council=council, user_id__in=users, ended_at=None).values_list(
            "user_id", flat=True
        )
    )
    updated = set(
        ProgressUpdate.objects.filter(by_user_id__in=users).values_list("by_user_id", flat=True).distinct()
    )
    owners = [
        Owner(person, led[person.pk], reasons)
        for person in people
        if (reasons := _reasons(person, members=members, updated=updated, today=today))
    ]
    owners.sort(key=lambda owner: -owner.leads)
    return Owners(owners, len(people))


def _reasons(
    person: Person, *, members: Collection[int | None], updated: Collection[int | None], today: date
) -> tuple[str, ...]:
    reasons = []
    if person.left_on and person.left_on < today:
        reasons.append("Has left")
    elif person.left_on:
        reasons.append("Is leaving")
    if person.state != Person.State.IDENTIFIED:
        reasons.append("Not identified")
    elif person.user_id is None:
        reasons.append("Cannot sign in: no account")
    elif person.user_id not in members:
        reasons.append("Cannot sign in: membership ended")
    if person.user_id is not None and person.user_id not in updated:
        reasons.append("Has never recorded an update")
    return tuple(reasons)
