"""Pages for a council's webhooks: add, change, rotate, turn on and off, remove, the log of messages, send again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.middleware import NOT_KEPT
from core.refusals import ChangeRefused
from core.ui.editing import edit_page
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from . import actions
from .access import get_endpoint, get_message
from .forms import ConfirmForm, EndpointForm
from .models import Endpoint
from .summaries import endpoint_lines, line_of, messages_of

TITLE = "Webhooks"


@require_safe
def webhooks(request: CouncilRequest, council: str) -> HttpResponse:
    """Every webhook, with its state (2 queries)."""
    require(request.actor, Permission.KEYS_MANAGE)
    return render(request, "webhooks/webhooks.html", {"lines": endpoint_lines()})


@require_safe
def one_webhook(request: CouncilRequest, council: str, webhook: UUID) -> HttpResponse:
    """One webhook and the log of its messages (2 queries)."""
    require(request.actor, Permission.KEYS_MANAGE)
    endpoint = get_endpoint(webhook)
    context = {"line": line_of(endpoint), "endpoint": endpoint, "sent": messages_of(endpoint)}
    return render(request, "webhooks/webhook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_webhook(request: CouncilRequest, council: str) -> HttpResponse:
    """Add a webhook, and show its secret once."""
    require(request.actor, Permission.KEYS_MANAGE)
    form = EndpointForm(request.POST or None)
    if form.may_save:
        try:
            endpoint, secret = actions.add(by=request.actor, **form.said)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            return _shown_once(request, endpoint, secret)
    return edit_page(
        request,
        form,
        heading="Add a webhook",
        back=_list_url(request),
        trail=[TITLE, _list_url(request)],
        save="Add webhook",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str, webhook: UUID) -> HttpResponse:
    """Change a webhook's name, address and what it is told about (1 query to show the form)."""
    require(request.actor, Permission.KEYS_MANAGE)
    endpoint = get_endpoint(webhook, lock=request.method == "POST")
    shown = {"name": endpoint.name, "address": endpoint.address, "types": endpoint.types}
    form = EndpointForm(request.POST or None, shown=shown)
    if form.may_save:
        try:
            actions.change(endpoint=endpoint, by=request.actor, **form.said)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            messages.success(request, f"Saved the webhook “{endpoint.name}”.")
            return _to_one(request, endpoint)
    return edit_page(
        request,
        form,
        heading="Change the webhook",
        back=_one_url(request, endpoint),
        trail=_trail(request, endpoint),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rotate(request: CouncilRequest, council: str, webhook: UUID) -> HttpResponse:
    """Confirm, then give the webhook a new secret and show it once."""
    require(request.actor, Permission.KEYS_MANAGE)
    endpoint = get_endpoint(webhook, lock=request.method == "POST")
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.may_save:
        secret = actions.rotate(endpoint=endpoint, by=request.actor, now=request.now)
        return _shown_once(request, endpoint, secret)
    return edit_page(
        request,
        form,
        heading=f"Rotate the secret of “{endpoint.name}”",
        back=_one_url(request, endpoint),
        trail=_trail(request, endpoint),
        save="Rotate secret",
        intro="You get a new secret. For 24 hours, messages are signed with the old one too, so that the receiver can "
        "change over without missing any.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: CouncilRequest, council: str, webhook: UUID) -> HttpResponse:
    """Confirm, then remove the webhook with its log."""
    require(request.actor, Permission.KEYS_MANAGE)
    endpoint = get_endpoint(webhook, lock=request.method == "POST")
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.may_save:
        name = endpoint.name
        actions.remove(endpoint=endpoint, by=request.actor)
        messages.success(request, f"Removed the webhook “{name}”.")
        return redirect("webhooks:list", council=council)
    return edit_page(
        request,
        form,
        heading=f"Remove the webhook “{endpoint.name}”",
        back=_one_url(request, endpoint),
        trail=_trail(request, endpoint),
        save="Remove webhook",
        intro="It is told about nothing more, and the log of its messages is deleted.",
    )


@require_POST
def turn_on(request: CouncilRequest, council: str, webhook: UUID) -> HttpResponse:
    """Turn a webhook on."""
    require(request.actor, Permission.KEYS_MANAGE)
    endpoint = get_endpoint(webhook, lock=True)
    actions.turn_on(endpoint=endpoint, by=request.actor, now=request.now)
    messages.success(request, "The webhook is on. What has changed meanwhile is told within a minute.")
    return _to_one(request, endpoint)


@require_POST
def turn_off(request: CouncilRequest, council: str, webhook: UUID) -> HttpResponse:
    """Turn a webhook off."""
    require(request.actor, Permission.KEYS_MANAGE)
    endpoint = get_endpoint(webhook, lock=True)
    actions.turn_off(endpoint=endpoint, by=request.actor)
    messages.success(request, "The webhook is off.")
    return _to_one(request, endpoint)


@require_POST
def send_again(request: CouncilRequest, council: str, webhook: UUID, message: UUID) -> HttpResponse:
    """Send a message again."""
    require(request.actor, Permission.KEYS_MANAGE)
    endpoint = get_endpoint(webhook)
    try:
        actions.send_again(message=get_message(endpoint, message), by=request.actor, now=request.now)
    except ChangeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The message is sent again within a minute.")
    return _to_one(request, endpoint)


def _shown_once(request: CouncilRequest, endpoint: Endpoint, secret: str) -> HttpResponse:
    response = render(request, "webhooks/secret.html", {"endpoint": endpoint, "secret": secret})
    response.headers["Cache-Control"] = NOT_KEPT
    return response


def _to_one(request: CouncilRequest, endpoint: Endpoint) -> HttpResponse:
    return redirect("webhooks:one", council=request.council.slug, webhook=endpoint.public_id)


def _one_url(request: CouncilRequest, endpoint: Endpoint) -> str:
    return reverse("webhooks:one", kwargs={"council": request.council.slug, "webhook": endpoint.public_id})


def _list_url(request: CouncilRequest) -> str:
    return reverse("webhooks:list", kwargs={"council": request.council.slug})


def _trail(request: CouncilRequest, endpoint: Endpoint) -> list[str]:
    return [TITLE, _list_url(request), endpoint.name, _one_url(request, endpoint)]
