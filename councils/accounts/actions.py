"""Create a council, invite members, end memberships, link users to people in the plan."""

from __future__ import annotations

import re
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction

from ..actors import Actor, require
from ..log import security_events
from ..models import Council, Membership, Person, User
from ..permissions import Permission, Role
from ..slugs import RESERVED_SLUGS
from ..tenancy import recorded
from . import emails


class CouncilRefused(Exception):
    """The council cannot be created. The message says what to do."""


class MemberRefused(Exception):
    """The membership or the link between person and user cannot be changed. The message says what to do."""


def create_council(*, slug: str, name: str, by: str) -> Council:
    """Create an empty council. `by` names the creator in the security log, because a new council has no actor yet.

    Raises CouncilRefused if the slug is taken, reserved or not valid, or the name is empty.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug) or len(slug) > 50:
        raise CouncilRefused(
            f"“{slug}” cannot be used in a web address. Use up to 50 lower case letters, numbers and single "
            "hyphens, starting with a letter, such as “north-shire”."
        )
    if slug in RESERVED_SLUGS:
        raise CouncilRefused(f"“{slug}” is reserved. Choose another slug.")
    if not name.strip():
        raise CouncilRefused("Enter the council's name.")
    with transaction.atomic():
        if Council.objects.filter(slug=slug).exists():
            raise CouncilRefused(f"The slug “{slug}” is already in use. Choose another slug.")
        council = Council.objects.create(slug=slug, name=name.strip())
        security_events.record("council_created", council=council, subject=slug, detail={"by": by})
    return council


def invite_member(*, council: Council, email: str, role: Role, by: Actor, name: str = "") -> Membership:
    """Give an email address a role in the council, and send an invitation after the commit.

    New users choose a password with the link in the email. Existing users sign in as before. An ended membership
    starts again. Raises MemberRefused if the address is not valid, already a member, or of a closed account.
    """
    _require_in(council, by)
    address = _address(email)
    with transaction.atomic():
        user = User.objects.filter(email=address).first() or User.objects.create_user(
            address, name=name.strip()
        )
        if not user.is_active:
            raise MemberRefused(
                f"The account for {address} is closed. Contact the people who run this installation."
            )
        membership = (
            Membership.objects.select_for_update(of=["self"]).filter(user=user, council=council).first()
        )
        if membership is None:
            membership = Membership.objects.create(user=user, council=council, role=role)
        elif membership.ended_at is None:
            raise MemberRefused(f"{address} is already a member, as {membership.role_label.lower()}.")
        else:
            membership.role, membership.ended_at = role, None
            membership.save(update_fields=["role", "ended_at"])
        _record("membership_given", membership, by)
        message = emails.invitation(
            membership, invited_by=by.name if by.user else "The people who run sendplan here"
        )
        transaction.on_commit(message.send)
    return membership


def end_membership(*, membership: Membership, by: Actor, now: datetime, reason: str = "") -> Membership:
    """End a membership. The member loses access from their next request. Their past changes keep their name.

    Raises MemberRefused for the last administrator, because nobody could then invite another.
    """
    _require_in(membership.council, by)
    with transaction.atomic():
        administrators = Membership.objects.select_for_update().filter(
            council=membership.council, role=Role.ADMINISTRATOR, ended_at=None
        )
        if {administrator.id for administrator in administrators} == {membership.id}:
            raise MemberRefused(
                "This is the council's only administrator. Invite another administrator first."
            )
        if Membership.objects.filter(id=membership.id, ended_at=None).update(ended_at=now):
            _record("membership_ended", membership, by, reason=reason)
    membership.refresh_from_db()
    return membership


def link_person(*, person: Person, user: User, by: Actor) -> Person:
    """Link a user to a person in the council's plans, so that “My work” shows their work.

    Raises MemberRefused if the user is not a member, or if either is already linked to someone else.
    """
    _require_in(person.council, by)
    if not user.memberships.filter(council=person.council, ended_at=None).exists():
        raise MemberRefused(f"{user} is not a member of {person.council}. Invite them first.")
    if person.user_id not in (None, user.id):
        raise MemberRefused(f"{person.initials or person} is already linked to another user.")
    other = Person.objects.filter(user=user).exclude(id=person.id).first()
    if other is not None:
        raise MemberRefused(f"{user} is already linked to {other.initials or other}.")
    with recorded("person.linked", actor=by.reference):
        person.user = user
        person.save(update_fields=["user"])
    return person


def _require_in(council: Council, by: Actor) -> None:
    if by.council != council:
        raise PermissionDenied("You can only act for your own council.")
    require(by, Permission.PEOPLE_MANAGE)


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise MemberRefused(
            f"“{email}” is not an email address. Enter an email address, like name@example.org."
        ) from None
    return address


def _record(kind: str, membership: Membership, by: Actor, **detail: str) -> None:
    security_events.record(
        kind,
        user=by.user,
        council=membership.council,
        subject=membership.user.email,
        detail={"role": membership.role, "by": by.reference} | detail,
    )
