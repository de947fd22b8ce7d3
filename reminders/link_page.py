"""The page behind a link in a reminder: the form for one update, without signing in.

Opening it changes nothing, because mail scanners open links too. It shows one deliverable and nothing else of the plan.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.counting import times_within
from councils.log.security_events import ip_address_of
from councils.models import Council
from councils.tenancy import council_context
from deliverables.actions import ProgressRefused, StaleDeliverable
from deliverables.forms import UpdateForm
from deliverables.models import ProposedUpdate
from deliverables.summaries import state_as_read

from .access import id_in, link_with, problem_of
from .actions import actor_of, update_by_link
from .models import UpdateLink

UNKNOWN = "This link does not work. Check that you copied all of it, or sign in"
MAX_MISSES_PER_MINUTE = 30
"""Requests for links that do not exist, from one IP address."""


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def update_link(request: Any, slug: str, token: str) -> HttpResponse:
    """Show the form of the link (10 queries), or save the update and say so.

    Links that are unknown, of another council or made by somebody else get the same page.
    """
    public_id, council = id_in(token), Council.objects.filter(slug=slug).first()
    if public_id is None or council is None:
        return _missing(request)
    today = council.today(request.now)
    with council_context(
        council.id, actor=f"link:{public_id}", request_id=request.id, read_only=request.method != "POST"
    ) as context:
        context.nouns = council.nouns
        link = link_with(public_id)
        if link is None:
            return _missing(request)
        link.council = council
        if problem := problem_of(link, today):
            return _page(request, link, problem=problem, status=410)
        return _answer(request, link)


def _answer(request: Any, link: UpdateLink) -> HttpResponse:
    if request.method != "POST":
        return _page(request, link, form=_form(link))
    today = link.council.today(request.now)
    form = _form(link, request.POST)
    if not form.is_valid():
        return _page(request, link, form=form, status=422)
    said = {name: value for name, value in form.said().items() if name != "period"}
    try:
        saved = update_by_link(link=link, said=said, today=today, now=request.now)
    except ProgressRefused as refused:
        form.refuse(refused.problems)
        return _page(request, link, form=form, status=422)
    except PermissionDenied as denied:
        return _page(request, link, problem=str(denied).rstrip("."), status=410)
    except StaleDeliverable as stale:
        data = request.POST.copy()
        data["version"] = str(link_with_version(link))
        again = _form(link, data)
        again.is_valid()
        return _page(request, link, form=again, stale=True, compared=form.beside(stale.latest), status=409)
    return _page(request, link, saved=True, sent=isinstance(saved, ProposedUpdate))


def link_with_version(link: UpdateLink) -> int:
    """The deliverable's version now, after somebody else has changed it."""
    link.deliverable.refresh_from_db(fields=["version"])
    return int(link.deliverable.version)


def _form(link: UpdateLink, data: Any = None) -> UpdateForm:
    deliverable = link.deliverable
    return UpdateForm(
        data,
        initial={"quarter": link.period.label, "version": deliverable.version},
        strategy=deliverable.strategy,
        periods=[link.period],
        due_points=deliverable.due_points.all(),
    )


def _page(request: Any, link: UpdateLink, *, status: int = 200, **more: Any) -> HttpResponse:
    shows = "problem" not in more
    context = {
        "link": link,
        "council": link.council,
        "deliverable": link.deliverable,
        "by": actor_of(link).name,
        "state": state_as_read(link.deliverable, period=link.period, today=link.council.today(request.now))
        if shows
        else None,
        **more,
    }
    response = render(request, "reminders/update_link.html", context, status=status)
    return _kept_private(response)


def _missing(request: Any) -> HttpResponse:
    many = times_within(f"update-link-misses:{ip_address_of(request)}", seconds=60) > MAX_MISSES_PER_MINUTE
    context = {"problem": "Too many requests. Try again in a minute" if many else UNKNOWN}
    response = render(request, "reminders/update_link.html", context, status=429 if many else 404)
    return _kept_private(response)


def _kept_private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it goes to no other site, no search engine and no log.

    With `no-referrer`, browsers would send `Origin: null` with the form, which the protection against forged requests
    refuses.
    """
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would log the path.
    return response
