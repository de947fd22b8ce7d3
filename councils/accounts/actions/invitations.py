"""Invite people to a council, send invitations again, withdraw and accept them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from core.periods import words_for_date

from ...actors import Actor, require
from ...log import security_events
from ...models import Council, Invitation, InvitationState, Membership, Person, User
from ...models.invitations import INVITATION_LASTS
from ...models.tokens import hash_of_token, new_token
from ...permissions import Role
from ...tenancy import council_context, recorded
from .. import emails
from ..access import invitation_of_link
from ..addresses import AddressRefused, Invitee, plain_address
from ..invited_to import chosen_places, places_to_offer, sentences_for_email
from ..passwords import password_problem
from .members import MemberRefused, require_in, write_link

log = logging.getLogger(__name__)

Letter = tuple[Invitation, EmailMultiAlternatives]

NOT_USABLE = {
    InvitationState.ACCEPTED: "This invitation has been accepted already. Sign in to continue.",
    InvitationState.WITHDRAWN: "This invitation has been withdrawn. Ask the council's administrator.",
    InvitationState.EXPIRED: "This invitation has expired. Ask the council's administrator to send it again.",
}
"""Why an invitation cannot be accepted, by its state."""
UNKNOWN_LINK = (
    "This link no longer works. Use the link in the latest email, or ask the council's administrator."
)


def invite(
    *,
    council: Council,
    invitees: Sequence[Invitee],
    role: Role,
    by: Actor,
    now: datetime,
    person: Person | None = None,
    places: Mapping[str, Collection[str]] | None = None,
) -> list[Invitation]:
    """Invite addresses to the council with one role. Each gets an email after the commit, with a link that works once.

    `person` is who the only invitee is in the plan. `places` are what everyone gets when they accept, by the kind of
    place (`invited_to`), for which the actor needs its permission. An expired invitation of the same address is
    replaced. Raises MemberRefused, and invites nobody, if an address is not valid, already a member, already invited,
    or of a closed account.
    """
    require_in(council, by)
    places = chosen_places(places or {})
    _check_places(places, by)
    if not invitees:
        raise MemberRefused({"addresses": "Enter at least one email address."})
    if person is not None and len(invitees) > 1:
        raise MemberRefused({"person": "Choose a person only if you invite one address."})
    if person is not None and person.user_id is not None:
        raise MemberRefused({"person": f"{person.label} is already linked to a user."})
    with transaction.atomic():
        Council.objects.select_for_update().get(pk=council.pk)
        named = _places_in_words(council, places)
        addresses = _free_addresses(council, invitees, now)
        letters = []
        for invitee, address in zip(invitees, addresses, strict=True):
            invitation = Invitation(
                council=council,
                email=address,
                name=invitee.name.strip(),
                role=role,
                person_public_id=person.public_id if person else None,
                places=places,
                invited_by=by.user,
            )
            letters.append(_letter(invitation, by, now, named))
            _record("invitation_sent", invitation, by)
        transaction.on_commit(partial(_send, letters))
    return [invitation for invitation, _ in letters]


def send_again(*, invitation: Invitation, by: Actor, now: datetime) -> Invitation:
    """Send an invitation again with a new link, for another seven days. The earlier link stops working.

    Raises MemberRefused if it has been accepted or withdrawn.
    """
    require_in(invitation.council, by)
    with transaction.atomic():
        invitation = _pending(invitation, now)
        named = _places_in_words(invitation.council, invitation.places)
        letter = _letter(invitation, by, now, named)
        _record("invitation_sent_again", invitation, by)
        transaction.on_commit(partial(_send, [letter]))
    return invitation


def withdraw_invitation(*, invitation: Invitation, by: Actor, now: datetime) -> Invitation:
    """Withdraw an invitation. Its link stops working. Raises MemberRefused if it has been accepted or withdrawn."""
    require_in(invitation.council, by)
    with transaction.atomic():
        invitation = _pending(invitation, now)
        invitation.withdrawn_at = now
        invitation.save(update_fields=["withdrawn_at"])
        _record("invitation_withdrawn", invitation, by)
    return invitation


def accept_invitation(
    *,
    token: str,
    signed_in: User | None,
    now: datetime,
    request_id: str = "",
    name: str = "",
    password: str = "",
) -> Membership:
    """Accept the invitation of this link: make the membership, link the person and take the places that were chosen.

    Someone with an account must be signed in with it. Everyone else gets an account with this name and password. An
    ended membership starts again, a current one keeps its role. Raises MemberRefused if the link cannot be used.
    """
    with transaction.atomic():
        invitation = invitation_of_link(token, lock=True)
        if invitation is None:
            raise MemberRefused(UNKNOWN_LINK)
        state = invitation.state_at(now)
        if state != InvitationState.OPEN:
            raise MemberRefused(NOT_USABLE[state])
        user = _user_of(invitation, signed_in, name, password)
        membership = _membership_of(invitation, user)
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
        actor = Actor.member(membership)
        _record("invitation_accepted", invitation, actor)
        _enter_plan(invitation, user, actor, request_id)
    return membership


def _free_addresses(council: Council, invitees: Sequence[Invitee], now: datetime) -> list[str]:
    """The addresses as they are stored. Raises MemberRefused with a sentence for each that cannot be invited."""
    problems: list[str] = []
    addresses: list[str] = []
    for invitee in invitees:
        try:
            addresses.append(plain_address(invitee.email))
        except AddressRefused as refused:
            problems.append(f"{invitee.place}{refused}")
    members = {
        member.user.email: member
        for member in Membership.objects.current_in(council).filter(user__email__in=addresses)
    }
    closed = set(User.objects.filter(email__in=addresses, is_active=False).values_list("email", flat=True))
    pending = {
        each.email: each for each in Invitation.objects.pending_in(council).filter(email__in=addresses)
    }
    if not problems:
        for invitee, address in zip(invitees, addresses, strict=True):
            if problem := _problem_of(address, members.get(address), pending.get(address), closed, now):
                problems.append(f"{invitee.place}{problem}")
    if problems:
        raise MemberRefused({"addresses": "\n".join(problems)})
    Invitation.objects.filter(pk__in=[each.pk for each in pending.values()]).update(withdrawn_at=now)
    return addresses


def _problem_of(
    address: str, member: Membership | None, pending: Invitation | None, closed: set[str], now: datetime
) -> str:
    if member is not None:
        return f"{address} is already a member, as {member.role_label.lower()}."
    if address in closed:
        return f"The account for {address} is closed. Contact the people who run this installation."
    if pending is not None and pending.state_at(now) == InvitationState.OPEN:
        until = words_for_date(timezone.localdate(pending.expires_at))
        return (
            f"{address} is already invited, until {until}. Send that invitation again, or withdraw it first."
        )
    return ""


def _places_in_words(council: Council, places: Mapping[str, Collection[str]]) -> list[str]:
    if not places:
        return []
    with council_context(council.pk):
        return sentences_for_email(places)


def _letter(invitation: Invitation, by: Actor, now: datetime, places: Sequence[str]) -> Letter:
    """Give the invitation a new link, store it, and write its email. `places` says what else comes with it."""
    token = new_token()
    invitation.token_hash = hash_of_token(token)
    invitation.sent_at, invitation.expires_at = None, now + INVITATION_LASTS
    invitation.save()
    sender = by.name if by.user else "The people who run sendplan here"
    return invitation, emails.invitation(invitation, token=token, invited_by=sender, places=places)


def _send(letters: Sequence[Letter]) -> None:
    """Send emails over one connection, and note which ones the mail server has taken.

    An email that cannot be sent stops nothing: the invitation is shown as not sent, and can be sent again.
    """
    connection = get_connection()
    try:
        for invitation, message in letters:
            message.connection = connection
            try:
                message.send()
            except (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError) as problem:
                log.warning("An invitation could not be sent: %s", problem)
                continue
            Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())
    except OSError as problem:
        log.warning("Invitations could not be sent: %s", problem)
    finally:
        connection.close()


def _pending(invitation: Invitation, now: datetime) -> Invitation:
    """The invitation, locked. Raises MemberRefused if it has been accepted or withdrawn."""
    invitation = (
        Invitation.objects.select_for_update(of=["self"]).select_related("council").get(pk=invitation.pk)
    )
    state = invitation.state_at(now)
    if state in (InvitationState.ACCEPTED, InvitationState.WITHDRAWN):
        raise MemberRefused(f"The invitation for {invitation.email} has already been {state}.")
    return invitation


def _user_of(invitation: Invitation, signed_in: User | None, name: str, password: str) -> User:
    """The user with the invited address. Raises MemberRefused if another one is signed in."""
    user = User.objects.select_for_update().filter(email=invitation.email).first()
    if user is not None and not user.is_active:
        raise MemberRefused(
            "The account for this address is closed. Contact the people who run this installation."
        )
    if signed_in is not None and signed_in != user:
        raise MemberRefused(f"This invitation is for {invitation.email}. Sign out, then open the link again.")
    if user is not None and user.has_usable_password():
        if signed_in is None:
            raise MemberRefused(
                f"You have an account. Sign in as {invitation.email} to accept the invitation."
            )
        return user
    if not name.strip():
        raise MemberRefused({"name": "Enter your name"})
    if problem := password_problem(password, email=invitation.email, name=name):
        raise MemberRefused({"password": problem})
    if user is None:
        return User.objects.create_user(invitation.email, password, name=name.strip())
    user.name = name.strip()
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    return user


def _membership_of(invitation: Invitation, user: User) -> Membership:
    membership = (
        Membership.objects.select_for_update(of=["self"])
        .filter(user=user, council=invitation.council)
        .first()
    )
    if membership is None:
        membership = Membership.objects.create(user=user, council=invitation.council, role=invitation.role)
    elif membership.ended_at is not None:
        membership.role, membership.ended_at = invitation.role, None
        membership.save(update_fields=["role", "ended_at"])
    membership.user, membership.council = user, invitation.council
    return membership


def _enter_plan(invitation: Invitation, user: User, actor: Actor, request_id: str) -> None:
    """Link the invited user to a person in the plan, and give this person the places that were chosen."""
    if invitation.person_public_id is None and not invitation.places:
        return
    with council_context(invitation.council_id, actor=actor.reference, request_id=request_id):
        person = _linked_person(invitation, user, actor)
        if person is None and invitation.places:
            person = _person_for_places(user, actor)
        if person is None:
            return
        for offered in places_to_offer():
            if values := invitation.places.get(offered.name):
                offered.take(person=person, values=values, by=actor, reason="By invitation")


def _linked_person(invitation: Invitation, user: User, actor: Actor) -> Person | None:
    """Who the user is in the plan: as linked before, or else the person who was chosen, if they are still free.

    If they were merged into another person since, that is who is linked.
    """
    linked: Person | None = Person.objects.filter(user=user).first()
    if linked is not None or invitation.person_public_id is None:
        return linked
    chosen = Person.objects.select_related("merged_into").filter(public_id=invitation.person_public_id)
    person = next((each.merged_into or each for each in chosen), None)
    if person is None or person.user_id is not None:
        return None
    write_link(person, user, actor)
    return person


def _person_for_places(user: User, actor: Actor) -> Person:
    """A person for a user who needs one: the only free one with the invited address, or a new one."""
    free = list(Person.objects.kept().filter(user=None, email__iexact=user.email)[:2])
    if len(free) == 1:
        person: Person = free[0]
    else:
        with recorded("person.added", actor=actor.reference):
            person = Person.objects.create(name=str(user), email=user.email, state=Person.State.IDENTIFIED)
    write_link(person, user, actor)
    return person


def _check_places(places: Mapping[str, Collection[str]], by: Actor) -> None:
    """Raise PermissionDenied or MemberRefused unless the actor can give these places to people."""
    for offered in places_to_offer():
        if values := places.get(offered.name):
            require(by, offered.permission)
            with council_context(by.council.id):
                known = {value for value, _ in offered.choices()}
            if set(values) - known:
                raise MemberRefused({offered.name: "One of these has been removed. Choose again."})


def _record(kind: str, invitation: Invitation, by: Actor) -> None:
    security_events.record(
        kind,
        user=by.user,
        council=invitation.council,
        subject=invitation.email,
        detail={"role": invitation.role, "by": by.reference, "invitation": str(invitation.public_id)},
    )
