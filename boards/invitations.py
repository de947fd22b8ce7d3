"""Seats that come with an invitation: which boards can be chosen, and what happens when it is accepted."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from councils.accounts.invited_to import InvitedTo
from councils.actors import Actor
from councils.models import Person
from councils.permissions import Permission

from .actions import take_seats
from .models import Board


def _choices() -> list[tuple[str, str]]:
    return [
        (str(public_id), name)
        for public_id, name in Board.objects.in_order().values_list("public_id", "name")
    ]


def _take(*, person: Person, values: Collection[str], by: Actor, reason: str) -> None:
    take_seats(person=person, boards=[UUID(value) for value in values], by=by, reason=reason)


SEATS = InvitedTo(
    name="boards",
    label="Boards that they sit on (optional)",
    help_text="When they accept, they get a seat as member. They are added to the people in the plan, unless you "
    "choose who they are above or the plan has their email address. Board members see the packs of these boards",
    in_email="You will have a seat on",
    permission=Permission.BOARDS_CHANGE,
    choices=_choices,
    take=_take,
)
