"""Pages for a council's API keys. A key is shown once, on the answer to the form that issues or rotates it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from core.middleware import NOT_KEPT
from core.refusals import ChangeRefused
from core.ui.editing import edit_page
from councils.actors import CouncilRequest, require
from councils.models import ApiClient
from councils.permissions import Permission

from . import actions
from .access import get_client
from .forms import ConfirmForm, KeyForm, NetworksForm, RotateForm
from .summaries import keys_page, last_day_of_old, scopes_in_words

TITLE = "API keys"


@require_safe
def keys(request: CouncilRequest, council: str) -> HttpResponse:
    """Every key, without its secret."""
    require(request.actor, Permission.KEYS_MANAGE)
    return render(request, "api/keys.html", {"page": keys_page(request.council, now=request.now)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_key(request: CouncilRequest, council: str) -> HttpResponse:
    """Issue a key, and show it once."""
    require(request.actor, Permission.KEYS_MANAGE)
    form = KeyForm(request.POST or None)
    if form.may_save:
        try:
            client, key = actions.issue(
                council=request.council, by=request.actor, now=request.now, **form.said
            )
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            return _shown_once(request, client, key)
    return edit_page(
        request,
        form,
        heading="Issue an API key",
        back=_list_url(request),
        trail=_trail(request),
        save="Issue key",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rotate(request: CouncilRequest, council: str, key: UUID) -> HttpResponse:
    """Ask how long the old secret works, then give the key a new one and show it once."""
    require(request.actor, Permission.KEYS_MANAGE)
    client = get_client(request.council, key)
    form = RotateForm(request.POST if request.method == "POST" else None, today=localdate(request.now))
    if form.may_save:
        try:
            client, secret = actions.rotate(client=client, by=request.actor, now=request.now, **form.said)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            return _shown_once(request, client, secret)
    return edit_page(
        request,
        form,
        heading=f"Rotate the key “{client.name}”",
        back=_list_url(request),
        trail=_trail(request),
        save="Rotate key",
        intro="You get a new key with the same rights and expiry date. Give it to the system that uses the old one.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def networks(request: CouncilRequest, council: str, key: UUID) -> HttpResponse:
    """Say from which networks the key may call."""
    require(request.actor, Permission.KEYS_MANAGE)
    client = get_client(request.council, key)
    form = NetworksForm(
        request.POST if request.method == "POST" else None, shown={"networks": "\n".join(client.networks)}
    )
    if form.may_save:
        try:
            actions.limit_to_networks(client=client, by=request.actor, now=request.now, **form.said)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            messages.success(request, f"The networks of the key “{client.name}” have been saved.")
            return redirect("keys:list", council=council)
    return edit_page(
        request,
        form,
        heading=f"Networks of the key “{client.name}”",
        back=_list_url(request),
        trail=_trail(request),
        save="Save",
        intro="Requests from other networks will be refused as soon as you save.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: CouncilRequest, council: str, key: UUID) -> HttpResponse:
    """Confirm, then withdraw the key."""
    require(request.actor, Permission.KEYS_MANAGE)
    client = get_client(request.council, key)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.may_save:
        try:
            actions.withdraw(client=client, by=request.actor, now=request.now)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            messages.success(request, f"The key “{client.name}” no longer works.")
            return redirect("keys:list", council=council)
    return edit_page(
        request,
        form,
        heading=f"Withdraw the key “{client.name}”",
        back=_list_url(request),
        trail=_trail(request),
        save="Withdraw key",
        intro="It stops working at once, for good. What was sent with it stays. You can issue another key.",
    )


def _shown_once(request: CouncilRequest, client: ApiClient, key: str) -> HttpResponse:
    context = {
        "client": client,
        "key": key,
        "may": scopes_in_words(client.scopes),
        "old_until": last_day_of_old(client),
        "client_id": f"send_{client.key_id}",
        "token_address": request.build_absolute_uri(reverse("api:token")),
    }
    response = render(request, "api/key.html", context)
    response.headers["Cache-Control"] = NOT_KEPT
    return response


def _list_url(request: CouncilRequest) -> str:
    return reverse("keys:list", kwargs={"council": request.council.slug})


def _trail(request: CouncilRequest) -> list[str]:
    return [TITLE, _list_url(request)]
