"""Fetch one membership, invitation or set-up address. The only functions that do."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404

from ..models import Council, Invitation, Membership, Person, SetUpAddress, User
from ..models.tokens import hash_of_token


def get_member(council: Council, user: UUID) -> Membership:
    """The current membership of the user with this public id. Raises Http404."""
    membership = Membership.objects.current_in(council).filter(user__public_id=user).first()
    if membership is None:
        raise Http404("Member not found. Their membership may have ended.")
    membership.council = council
    return membership


def get_invitation(council: Council, invitation: UUID) -> Invitation:
    """An invitation to this council. Raises Http404."""
    found = Invitation.objects.filter(council=council, public_id=invitation).first()
    if found is None:
        raise Http404("Invitation not found.")
    found.council = council
    return found


def get_person(public_id: str) -> Person | None:
    """The person in the council's plans whom a form chose, None for "". Raises Http404."""
    if not public_id:
        return None
    person: Person | None = None
    with suppress(ValidationError):
        person = Person.objects.filter(public_id=public_id).first()
    if person is None:
        raise Http404("Person not found.")
    return person


def invitation_of_link(token: str, *, lock: bool = False) -> Invitation | None:
    """The invitation whose latest link has this token, in any state."""
    found = Invitation.objects.select_related("council", "invited_by").filter(token_hash=hash_of_token(token))
    return (found.select_for_update(of=["self"]) if lock else found).first()


def user_with_account(email: str) -> User | None:
    """The user who signs in with this address. None if nobody has chosen a password for it."""
    user = User.objects.filter(email=email).first()
    return user if user is not None and (user.has_usable_password() or not user.is_active) else None


def usable_set_up_address(token: str, *, now: datetime, lock: bool = False) -> SetUpAddress | None:
    """The set-up address with this token, None if it is spent, expired or replaced."""
    found = SetUpAddress.objects.filter(token_hash=hash_of_token(token), spent_at=None, expires_at__gt=now)
    return (found.select_for_update() if lock else found).first()
