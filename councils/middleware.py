"""Middleware that finds the council in the URL and opens its transaction."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone

from core.logs import lines_say
from core.middleware import GetResponse
from core.problems import is_api, problem_response

from .accounts.visits import note_visit
from .actors import Actor
from .log import security_events
from .models import Membership
from .tenancy import CouncilContext, council_context


class SignInMiddleware(LoginRequiredMiddleware):
    """Ask for a sign-in, except where the view needs none. There, the session is not even read."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class CouncilMiddleware:
    """Open the context of the council in `/<council>/…` for its members and API clients. Others get 404.

    GET, HEAD and OPTIONS run in a READ ONLY transaction. After a failure, the transaction is rolled back once the error
    page has been rendered.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.now = timezone.now()
        slug = _council_slug(request.path_info)
        if slug is None:
            return self.get_response(request)
        if request.api_client is None and not request.user.is_authenticated:
            return self.get_response(request)  # the inner layers redirect to sign-in or return 401
        actor = self._actor(request, slug)
        if actor is None:
            return _not_found(request, slug)
        request.actor, request.council = actor, actor.council
        request.today = actor.council.today(request.now)
        if not is_api(request):
            note_visit(request.membership, now=request.now)
        with (
            lines_say(council=actor.council.id, by=actor.reference),
            council_context(
                actor.council.id,
                actor=actor.reference,
                request_id=request.id,
                read_only=request.method in ("GET", "HEAD", "OPTIONS"),
            ) as context,
        ):
            request.council_context, context.nouns = context, actor.council.nouns
            response = self.get_response(request)
            if response.status_code >= 500:
                context.failed = True
            return response

    def _actor(self, request: Any, slug: str) -> Actor | None:
        if request.api_client is not None:
            client = request.api_client
            return Actor.api_client(client) if client.council.slug == slug else None
        membership = Membership.objects.of_user_in(request.user, slug).first()
        if membership is None:
            return None
        membership.user = request.user
        request.membership = membership
        return Actor.member(membership)

    def process_exception(self, request: Any, exception: Exception) -> None:
        fail_request(request)


def fail_request(request: Any) -> None:
    """Roll back this request's transaction when it ends. DRF handles its own exceptions, so it has to call this."""
    context: CouncilContext | None = getattr(request, "council_context", None)
    if context is not None:
        context.failed = True


def _council_slug(path: str) -> str | None:
    try:
        return resolve(path).kwargs.get("council")
    except Resolver404:
        return None


def _not_found(request: Any, slug: str) -> HttpResponse:
    security_events.record("council_refused", request=request, detail={"council": slug})
    if is_api(request):
        return problem_response(
            request, 404, "Not found", "This key or account has no access to a council with this name."
        )
    raise Http404("Council not found for this account.")
