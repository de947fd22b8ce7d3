"""Change a member's role, end a membership, link a user to a person in the plan."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.refusals import ChangeRefused

from ...actors import Actor, require
from ...log import security_events
from ...models import Council, Membership, Person, User
from ...permissions import Permission, Role
from ...tenancy import recorded
from ..ended_memberships import last_steps


class MemberRefused(ChangeRefused):
    """The membership, the invitation, or the link between person and user cannot be changed. The message says what to
    do."""


def change_member(*, membership: Membership, role: Role, person: Person | None, by: Actor) -> Membership:
    """Change a member's role and the person in the plan that they are, both or neither.

    Raises MemberRefused as `change_role` and `link_person` do.
    """
    require_in(membership.council, by)
    with transaction.atomic():
        change_role(membership=membership, role=role, by=by)
        linked = Person.objects.filter(user=membership.user).first()
        if linked != person:
            if linked is not None:
                unlink_person(person=linked, by=by)
            if person is not None:
                link_person(person=person, user=membership.user, by=by)
    return membership


def change_role(*, membership: Membership, role: Role, by: Actor) -> Membership:
    """Change what a member may do, from their next request.

    Raises MemberRefused for an ended membership, and for the last administrator.
    """
    require_in(membership.council, by)
    with transaction.atomic():
        is_last = _is_last_administrator(membership)
        now = Membership.objects.select_for_update().get(pk=membership.pk)
        if now.ended_at is not None:
            raise MemberRefused(
                {"role": f"The membership of {membership.user} has ended. Invite them again."}
            )
        if role == now.role:
            return membership
        if is_last:
            raise MemberRefused({"role": _LAST_ADMINISTRATOR})
        before = Role(now.role)
        Membership.objects.filter(pk=now.pk).update(role=role)
        membership.role = role
        record("role_changed", membership, by, before=before)
    return membership


def end_membership(*, membership: Membership, by: Actor, now: datetime, reason: str = "") -> Membership:
    """End a membership. The member loses access from their next request. Their past changes keep their name.

    They are signed out everywhere, unless they are a member of another council. Raises MemberRefused for the last
    administrator, because nobody could then invite another.
    """
    require_in(membership.council, by)
    with transaction.atomic():
        if _is_last_administrator(membership):
            raise MemberRefused(_LAST_ADMINISTRATOR)
        if Membership.objects.filter(id=membership.id, ended_at=None).update(ended_at=now):
            record("membership_ended", membership, by, reason=reason)
            if not Membership.objects.filter(user=membership.user, ended_at=None).exists():
                membership.user.end_sessions()
            for step in last_steps():
                step(membership, by, now)
    membership.refresh_from_db()
    return membership


def link_person(*, person: Person, user: User, by: Actor) -> Person:
    """Link a user to a person in the council's plans, so that “My work” shows their work.

    Raises MemberRefused if the user is not a member, or if either is already linked to someone else.
    """
    require_in(person.council, by)
    if not user.memberships.filter(council=person.council, ended_at=None).exists():
        raise MemberRefused({"person": f"{user} is not a member of {person.council}. Invite them first."})
    if person.user_id not in (None, user.id):
        raise MemberRefused({"person": f"{person.label} is already linked to another user."})
    other = Person.objects.filter(user=user).exclude(id=person.id).first()
    if other is not None:
        raise MemberRefused({"person": f"{user} is already linked to {other.label}."})
    if person.user_id == user.id:
        return person
    write_link(person, user, by)
    return person


def unlink_person(*, person: Person, by: Actor) -> Person:
    """Remove the link between a person in the plan and their user. Both stay as they are."""
    require_in(person.council, by)
    user = person.user
    if user is None:
        return person
    with recorded("person.unlinked", actor=by.reference):
        person.user = None
        person.save(update_fields=["user"])
        _record_link("person_unlinked", person, user, by)
    return person


def write_link(person: Person, user: User, by: Actor) -> None:
    """Link a person to a user. The caller has checked that both are free."""
    with recorded("person.linked", actor=by.reference):
        person.user = user
        person.save(update_fields=["user"])
        _record_link("person_linked", person, user, by)


_LAST_ADMINISTRATOR = "This is the council's only administrator. Invite another administrator first."


def _is_last_administrator(membership: Membership) -> bool:
    """Whether nobody else is administrator. Locks the administrators, so that two cannot end each other at once."""
    administrators = (
        Membership.objects.select_for_update()
        .filter(council=membership.council, role=Role.ADMINISTRATOR, ended_at=None)
        .order_by("id")
    )
    return {administrator.id for administrator in administrators} == {membership.id}


def require_in(council: Council, by: Actor) -> None:
    """Raise PermissionDenied unless the actor may say who can sign in, in this council."""
    if by.council != council:
        raise PermissionDenied("You can only act for your own council.")
    require(by, Permission.PEOPLE_MANAGE)


def record(kind: str, membership: Membership, by: Actor, **detail: str) -> None:
    """Write a security event about a membership."""
    security_events.record(
        kind,
        user=by.user,
        council=membership.council,
        subject=membership.user.email,
        detail={"role": membership.role, "by": by.reference} | detail,
    )


def _record_link(kind: str, person: Person, user: User, by: Actor) -> None:
    security_events.record(
        kind,
        user=by.user,
        council=person.council,
        subject=user.email,
        detail={"person": str(person.public_id), "by": by.reference},
    )
