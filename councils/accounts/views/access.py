"""Who can sign in to a council: invite people, change what they may do, end memberships."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.refusals import ChangeRefused
from core.ui.editing import edit_page
from core.words import count_words

from ...actors import CouncilRequest, can, require
from ...models import Membership, Person
from ...permissions import Permission, Role
from ..access import get_invitation, get_member, get_person
from ..access_forms import EndForm, InviteForm, MemberForm
from ..actions import change_member, end_membership, invite, link_person, send_again, withdraw_invitation
from ..invited_to import places_to_offer
from ..summaries import access_page

TITLE = "People who can sign in"


@require_safe
def access(request: CouncilRequest, council: str) -> HttpResponse:
    """Members, pending invitations, and the latest events."""
    require(request.actor, Permission.PEOPLE_MANAGE)
    return render(
        request, "councils/access/list.html", {"page": access_page(request.council, now=request.now)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invite_people(request: CouncilRequest, council: str) -> HttpResponse:
    """Invite one or several addresses with a role, and perhaps with seats on boards."""
    require(request.actor, Permission.PEOPLE_MANAGE)
    form = InviteForm(
        request.POST or None,
        people=_free_people(),
        places=[place for place in places_to_offer() if can(request.actor, place.permission)],
    )
    if form.may_save:
        try:
            invited = invite(
                council=request.council,
                invitees=form.said["addresses"],
                role=Role(form.said["role"]),
                person=get_person(form.said["person"]),
                places=form.said_places,
                by=request.actor,
                now=request.now,
            )
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            words = "We are sending each an email with a link that works for 7 days."
            messages.success(request, f"{count_words(len(invited), 'person')} invited. {words}")
            return redirect("councils:access", council=council)
    return edit_page(
        request,
        form,
        heading="Invite people",
        back=_list_url(request),
        trail=_trail(request),
        save="Send invitations",
        intro="Each person gets an email with a link that works once, for 7 days, and only for their address.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: CouncilRequest, council: str, user: UUID) -> HttpResponse:
    """Change a member's role, and who they are in the plan."""
    require(request.actor, Permission.PEOPLE_MANAGE)
    membership = get_member(request.council, user)
    linked = Person.objects.filter(user=membership.user).first()
    form = MemberForm(
        request.POST or None,
        shown={"role": membership.role, "person": str(linked.public_id) if linked else ""},
        people=_free_people(linked),
    )
    if form.may_save:
        try:
            change_member(
                membership=membership,
                role=Role(form.said["role"]),
                person=get_person(form.said["person"]),
                by=request.actor,
            )
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            messages.success(request, f"{membership.user} saved.")
            if not membership.permissions & {Permission.PEOPLE_MANAGE} and membership.user == request.user:
                return redirect(request.council)
            return redirect("councils:access", council=council)
    return edit_page(
        request,
        form,
        heading=str(membership.user),
        caption=membership.user.email if membership.user.name else "",
        back=_list_url(request),
        trail=_trail(request),
        template="councils/access/member.html",
        membership=membership,
    )


@require_POST
def link(request: CouncilRequest, council: str, user: UUID) -> HttpResponse:
    """Link a member to the person in the plan whom the list suggests, because they have the same email address."""
    require(request.actor, Permission.PEOPLE_MANAGE)
    membership = get_member(request.council, user)
    person = get_person(request.POST.get("person", ""))
    try:
        if person is None:
            raise ChangeRefused("Select who they are in the plan.")
        link_person(person=person, user=membership.user, by=request.actor)
        messages.success(request, f"{membership.user} linked to {person.label}.")
    except ChangeRefused as refused:
        messages.error(request, str(refused))
    return redirect("councils:access", council=council)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: CouncilRequest, council: str, user: UUID) -> HttpResponse:
    """Confirm that a membership ends."""
    require(request.actor, Permission.PEOPLE_MANAGE)
    membership = get_member(request.council, user)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.may_save:
        try:
            end_membership(
                membership=membership, by=request.actor, now=request.now, reason=form.said["reason"]
            )
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            messages.success(request, f"The membership of {membership.user} has ended.")
            if membership.user == request.user:
                return redirect("councils:home")
            return redirect("councils:access", council=council)
    return edit_page(
        request,
        form,
        heading=f"End the membership of {membership.user}",
        back=_member_url(request, membership),
        trail=[*_trail(request), str(membership.user), _member_url(request, membership)],
        save="End membership",
        intro="They cannot open this council's pages from now on, and are signed out if they have no other council. "
        "What they did stays, with their name. You can invite them again.",
    )


@require_POST
def resend(request: CouncilRequest, council: str, invitation: UUID) -> HttpResponse:
    """Send an invitation again with a new link."""
    require(request.actor, Permission.PEOPLE_MANAGE)
    try:
        sent = send_again(
            invitation=get_invitation(request.council, invitation), by=request.actor, now=request.now
        )
        messages.success(request, f"Invitation sent to {sent.email} again. The earlier link no longer works.")
    except ChangeRefused as refused:
        messages.error(request, str(refused))
    return redirect("councils:access", council=council)


@require_POST
def withdraw(request: CouncilRequest, council: str, invitation: UUID) -> HttpResponse:
    """Withdraw an invitation."""
    require(request.actor, Permission.PEOPLE_MANAGE)
    try:
        withdrawn = withdraw_invitation(
            invitation=get_invitation(request.council, invitation), by=request.actor, now=request.now
        )
        messages.success(request, f"Invitation of {withdrawn.email} withdrawn. Its link no longer works.")
    except ChangeRefused as refused:
        messages.error(request, str(refused))
    return redirect("councils:access", council=council)


def _free_people(linked: Person | None = None) -> list[Person]:
    """People in the plan who are not linked to a user, and the one who is linked to this member."""
    return list(Person.objects.kept().filter(Q(user=None) | Q(id=linked.id if linked else None)))


def _list_url(request: CouncilRequest) -> str:
    return reverse("councils:access", kwargs={"council": request.council.slug})


def _member_url(request: CouncilRequest, membership: Membership) -> str:
    return reverse(
        "councils:member", kwargs={"council": request.council.slug, "user": membership.user.public_id}
    )


def _trail(request: CouncilRequest) -> list[str]:
    return [TITLE, _list_url(request)]
