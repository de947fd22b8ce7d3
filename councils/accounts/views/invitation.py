"""The page behind the link of an invitation. Opening it changes nothing, because mail scanners open links too."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused

from ...models import Invitation, InvitationState, User
from ..access import invitation_of_link, user_with_account
from ..access_forms import NewAccountForm
from ..actions import NOT_USABLE, UNKNOWN_LINK, accept_invitation
from .signing_in import sign_in


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Any, token: str) -> HttpResponse:
    """Accept an invitation: with a name and a password, or as the user who has the invited address."""
    found = invitation_of_link(token)
    if problem := _why_not(found, request):
        return _refused(request, problem)
    assert found is not None
    signed_in: User | None = request.user if request.user.is_authenticated else None
    known = user_with_account(found.email)
    if signed_in is not None and signed_in.email != found.email:
        return _page(request, found, "another", status=403 if request.method == "POST" else 200)
    if known is not None and signed_in is None:
        return _page(request, found, "sign_in", status=403 if request.method == "POST" else 200)
    form = None if known else NewAccountForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and (form is None or form.is_valid()):
        chosen = {name: form.cleaned_data[name] for name in ("name", "password")} if form else {}
        try:
            membership = accept_invitation(
                token=token, signed_in=signed_in, now=request.now, request_id=request.id, **chosen
            )
        except ChangeRefused as refused:
            if form is None:
                return _refused(request, str(refused))
            form.refuse(refused.problems)
        else:
            if signed_in is None:
                sign_in(request, membership.user)
            words = f"You are now a member of {membership.council}. Your role is: {membership.role_label.lower()}."
            messages.success(request, words)
            return redirect(membership.council)
    return _page(request, found, "confirm" if form is None else "new", form=form)


def _why_not(found: Invitation | None, request: Any) -> str:
    if found is None:
        return UNKNOWN_LINK
    state = found.state_at(request.now)
    return "" if state == InvitationState.OPEN else NOT_USABLE[state]


def _refused(request: Any, problem: str) -> HttpResponse:
    return render(request, "councils/access/link_refused.html", {"problem": problem}, status=410)


def _page(
    request: Any, found: Invitation, step: str, *, form: NewAccountForm | None = None, status: int = 200
) -> HttpResponse:
    context = {"invitation": found, "step": step, "form": form, "here": request.path}
    return render(
        request,
        "councils/access/invitation.html",
        context,
        status=422 if form is not None and form.is_bound else status,
    )
