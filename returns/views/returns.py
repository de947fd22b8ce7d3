"""The calendar of returns, and what is said of one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.periods import words_for_date
from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from strategies.models import Strategy

from ..access import get_return
from ..actions import add_return, change_return, mark_sent, remove_return
from ..exporters import calendar_csv
from ..forms import CalendarForm, RemoveForm, ReturnForm, SendingForm, Who
from ..models import Sending
from ..summaries import calendar_of
from .trails import calendar_url, posted, returns_trail, say_if


@require_safe
def calendar(request: CouncilRequest, council: str) -> HttpResponse:
    """What the council owes to whom and what it has sent, as far as it matches the filters (3 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    form = _filters(request)
    found = calendar_of(request.today, form.query)
    context = {
        "form": form,
        "filtered": form.query.any,
        "csv_url": _csv_url(request),
        "calendar": found,
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "has_sample": found.has_sample,
    }
    return render(request, "returns/calendar.html", context)


@require_safe
def calendar_file(request: CouncilRequest, council: str) -> HttpResponse:
    """Download the returns that match the filters as CSV (3 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    content = calendar_csv(calendar_of(request.today, _filters(request).query))
    disposition = {"Content-Disposition": f'attachment; filename="{council}-returns.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=disposition)


def _filters(request: CouncilRequest) -> CalendarForm:
    return CalendarForm(request.GET, plans=list(Strategy.objects.all()))


def _csv_url(request: CouncilRequest) -> str:
    url = reverse("returns:csv", kwargs={"council": request.council.slug})
    return f"{url}?{request.GET.urlencode()}" if request.GET else url


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: CouncilRequest, council: str) -> HttpResponse:
    """Add a return (3 queries to show the form)."""
    require(request.actor, Permission.PLAN_CHANGE)
    form = ReturnForm(posted(request), who=Who.here(), plans=list(Strategy.objects.all()))

    def act() -> str:
        owed = add_return(said=form.said_return, by=request.actor)
        return f"{owed.title} added, due on {words_for_date(owed.due_on)}."

    return save_or_show(
        request,
        form,
        act,
        done=calendar_url(request),
        heading="Add a return",
        back=calendar_url(request),
        trail=returns_trail(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str, owed: UUID) -> HttpResponse:
    """Change a return (4 queries to show the form)."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_return(owed, lock=request.method == "POST")
    form = ReturnForm(
        posted(request),
        shown=ReturnForm.shown_of(found),
        who=Who.here(found.owner),
        plans=list(Strategy.objects.all()),
    )
    changed: list[bool] = []

    def act() -> str:
        changed.append(change_return(owed=found, said=form.said_return, by=request.actor))
        return f"{found.title} saved."

    return save_or_show(
        request,
        form,
        act,
        done=calendar_url(request),
        say=say_if(changed),
        heading="Change the return",
        caption=found.title,
        back=calendar_url(request),
        trail=returns_trail(request),
        template="returns/return.html",
        owed=found,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: CouncilRequest, council: str, owed: UUID) -> HttpResponse:
    """Record that a return was sent, or correct that (5 queries to show the form)."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_return(owed, lock=request.method == "POST")
    sending = Sending.objects.filter(owed=found).select_related("person", "post").first()
    me = request.actor.person()
    form = SendingForm(
        posted(request),
        initial={"sent_on": request.today, "sent_by": str(me.public_id) if me else ""},
        shown=SendingForm.shown_of(sending) if sending else None,
        who=Who.here(*((sending.person, sending.post) if sending else ())),
    )

    def act() -> str:
        following = mark_sent(owed=found, said=form.sending, by=request.actor, today=request.today)
        words = f"{found.title} recorded as sent."
        return f"{words} The next one is due on {words_for_date(following.due_on)}." if following else words

    return save_or_show(
        request,
        form,
        act,
        done=calendar_url(request),
        heading="Correct what was sent" if sending else "Mark as sent",
        caption=f"{found.title}, due on {words_for_date(found.due_on)}",
        intro=f"To {found.owed_to}." + (f" With: {found.evidence}" if found.evidence else ""),
        back=calendar_url(request),
        trail=returns_trail(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: CouncilRequest, council: str, owed: UUID) -> HttpResponse:
    """Remove a return that is not owed (1 query to show the page)."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_return(owed, lock=request.method == "POST")
    form = RemoveForm(posted(request))

    def act() -> str:
        remove_return(owed=found, by=request.actor, **form.said)
        return f"{found.title} removed."

    return save_or_show(
        request,
        form,
        act,
        done=calendar_url(request),
        heading="Remove the return",
        caption=f"{found.title}, due on {words_for_date(found.due_on)}",
        back=calendar_url(request),
        trail=returns_trail(request),
        save="Remove it",
    )
