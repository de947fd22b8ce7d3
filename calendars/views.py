"""Pages on which members make, replace and end their own calendar addresses. An address is shown once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.middleware import NOT_KEPT
from core.refusals import ChangeRefused
from core.ui.editing import edit_page
from councils.accounts.emails import absolute
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from . import actions
from .access import get_address
from .forms import AddressForm, ConfirmForm
from .models import CalendarAddress
from .rules import Kind
from .summaries import GONE, lines_of, name_of, offers

TITLE = "Add to your calendar"


@require_safe
def addresses(request: CouncilRequest, council: str) -> HttpResponse:
    """The member's own addresses, without their secrets (3 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    return render(request, "calendars/addresses.html", {"lines": lines_of(request.membership)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_address(request: CouncilRequest, council: str) -> HttpResponse:
    """Make an address, and show it once (2 queries to show the form)."""
    require(request.actor, Permission.PLAN_VIEW)
    form = AddressForm(
        request.POST or None, offers=offers(), initial={"calendar": request.GET.get("calendar", "")}
    )
    if form.may_save:
        kind, about = form.chosen
        try:
            address, secret = actions.make(
                membership=request.membership, kind=kind, about=about, by=request.actor, now=request.now
            )
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            return _shown_once(request, address, secret)
    return edit_page(
        request,
        form,
        heading="Make a calendar address",
        back=_list_url(request),
        trail=_trail(request),
        save="Make address",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def replace_address(request: CouncilRequest, council: str, address: UUID) -> HttpResponse:
    """Confirm, then give the address a new secret and show it once (2 queries to show the form)."""
    require(request.actor, Permission.PLAN_VIEW)
    found = get_address(request.membership, address)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.may_save:
        return _shown_once(request, *actions.replace(address=found, by=request.actor, now=request.now))
    return edit_page(
        request,
        form,
        heading="Replace the address",
        caption=_name(found),
        back=_list_url(request),
        trail=_trail(request),
        save="Replace address",
        intro="You get a new address. The old one stops working at once, so add the new one to your calendar.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end_address(request: CouncilRequest, council: str, address: UUID) -> HttpResponse:
    """Confirm, then end the address (2 queries to show the form)."""
    require(request.actor, Permission.PLAN_VIEW)
    found = get_address(request.membership, address)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.may_save:
        actions.end(address=found, by=request.actor, now=request.now)
        messages.success(request, f"The address for “{_name(found)}” no longer works.")
        return redirect("calendars:list", council=council)
    return edit_page(
        request,
        form,
        heading="End the address",
        caption=_name(found),
        back=_list_url(request),
        trail=_trail(request),
        save="End address",
        intro="It stops working at once, for good. What your calendar has fetched may stay there until you remove it.",
    )


def _shown_once(request: CouncilRequest, address: CalendarAddress, secret: str) -> HttpResponse:
    url = absolute(reverse("calendar_feed", kwargs={"secret": secret}))
    response = render(request, "calendars/address.html", {"name": _name(address), "url": url})
    response.headers["Cache-Control"] = NOT_KEPT
    return response


def _name(address: CalendarAddress) -> str:
    return name_of(Kind(address.kind), address.about) or GONE


def _list_url(request: CouncilRequest) -> str:
    return reverse("calendars:list", kwargs={"council": request.council.slug})


def _trail(request: CouncilRequest) -> list[str]:
    return [TITLE, _list_url(request)]
