"""Accounts of the demonstration: one for each role in each council, and one that belongs to all councils."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from boards.models import Board, Seat
from councils.models import Council, Membership, Person, User
from councils.permissions import Role
from councils.tenancy import recorded

ROLES = (Role.ADMINISTRATOR, Role.OFFICER, Role.BOARD_MEMBER, Role.READER)
SWITCH_EMAIL = "everywhere@example.org"
ACTOR = "system:demonstration"


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account. `council` is empty for the one that belongs to all councils."""

    email: str
    council: str
    role: str

    @property
    def password(self) -> str:
        """Password derived from this installation's secret key, so that it can be shown again and differs elsewhere."""
        digest = hmac.new(
            settings.SECRET_KEY.encode(), f"demo:{self.email}".encode(), hashlib.sha256
        ).digest()
        return base64.b32encode(digest)[:16].decode().lower()

    @property
    def line(self) -> str:
        if not self.council:
            return f"Switch: {self.email} {self.password}"
        return f"Sign in: {self.email} {self.password} {self.council} {self.role}"


def accounts(councils: list[str]) -> Iterator[Account]:
    """Accounts of the demonstration, in the order in which `bin/serve` prints them."""
    for council in councils:
        for role in ROLES:
            yield Account(f"{role}@{council}.example.org", council, role)
    yield Account(SWITCH_EMAIL, "", Role.OFFICER)


def create_accounts(councils: list[Council]) -> None:
    """Create missing accounts. Existing ones keep their passwords and roles."""
    by_slug = {council.slug: council for council in councils}
    for account in accounts(list(by_slug)):
        user = User.objects.filter(email=account.email).first() or User.objects.create_user(
            account.email, account.password, name=_name(account, by_slug), is_demo=True
        )
        for slug in [account.council] if account.council else by_slug:
            Membership.objects.get_or_create(
                user=user, council=by_slug[slug], defaults={"role": account.role}
            )


def link_officer(council: Council, initials: str) -> None:
    """Link the council's demonstration officer to the person with these initials, so that "My work" has content."""
    user = User.objects.get(email=f"{Role.OFFICER}@{council.slug}.example.org")
    if not Person.objects.filter(user=user).exists():
        with recorded("person.linked", actor=ACTOR):
            Person.objects.kept().filter(initials=initials, user=None).update(user=user)


def seat_board_member(council: Council, board_slug: str) -> None:
    """Give the council's demonstration board member a seat, as a new person."""
    user = User.objects.get(email=f"{Role.BOARD_MEMBER}@{council.slug}.example.org")
    if Person.objects.filter(user=user).exists():
        return
    with recorded("person.linked", actor=ACTOR):
        person = Person.objects.create(name=user.name, state=Person.State.IDENTIFIED, user=user)
        Seat.objects.create(
            board=Board.objects.get(slug=board_slug),
            role=Seat.Role.MEMBER,
            holder=person,
            state=Seat.State.NAMED,
            hint="Demonstration account",
            position=99,
        )


def _name(account: Account, councils: dict[str, Council]) -> str:
    if not account.council:
        return "Demo officer for every council"
    role = Role(account.role).label.lower()
    return f"Demo {role}"
