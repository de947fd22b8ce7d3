""" "You said, we did": the list, and the forms to draft, change, publish, withdraw and remove an entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from boards.models import Board
from core.ui.editing import EditForm, save_or_show
from councils.actors import CouncilRequest, can, require
from councils.log.saying import saved_message
from councils.permissions import Permission
from deliverables.models import Deliverable
from minutes.views.trails import posted
from strategies.models import ReportingPeriod
from strategies.views.trails import plans_url

from .. import actions
from ..access import get_comment, get_entry, prepares_entries
from ..forms import SaidFilterForm, SaidForm
from ..models import Comment, SaidAndDid, SaidLink
from ..summaries import boards_that_said, entries_of, entry_lines
from ..summaries.said import BOARD

PER_PAGE = 50
METHODS = ["GET", "HEAD", "POST"]
NAME = "You said, we did"


def _list_url(request: CouncilRequest) -> str:
    return reverse("voice:said", kwargs={"council": request.council.slug})


def _trail(request: CouncilRequest) -> list[str]:
    return ["Plan", plans_url(request), NAME, _list_url(request)]


@require_safe
def said(request: CouncilRequest, council: str) -> HttpResponse:
    """A page of entries by filters, with their deliverables as at today (10 queries)."""
    require(request.actor, Permission.PROGRESS_VIEW)
    prepares = prepares_entries(request.actor)
    form = SaidFilterForm(request.GET, boards=boards_that_said(request.actor), prepares=prepares)
    query = form.query
    page = Paginator(entries_of(query, request.actor), PER_PAGE).get_page(request.GET.get("page"))
    lines = entry_lines(page.object_list, today=request.today)
    context = {
        "form": form,
        "filtered": query.any,
        "page": page,
        "lines": lines,
        "has_sample": any(line.has_sample for line in lines),
        "prepares": prepares,
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "may_publish": can(request.actor, Permission.PLAN_PUBLISH),
        "trail": _trail(request)[:-1],
    }
    return render(request, "voice/said.html", context)


def _form(
    request: CouncilRequest, *, entry: SaidAndDid | None = None, initial: dict[str, Any] | None = None
) -> SaidForm:
    """The form with its choices (3 queries, to change an entry 4)."""
    linked = (
        list(SaidLink.objects.filter(entry=entry).values_list("deliverable_id", flat=True)) if entry else []
    )
    rows = Deliverable.with_dropped.filter(Q(dropped_on=None) | Q(pk__in=linked)).in_plan_order()
    deliverables = list(rows.select_related("strand", "strategy"))
    shown = None
    if entry:
        ticked = [str(each.public_id) for each in deliverables if each.pk in linked]
        shown = {name: getattr(entry, name) for name in ("title", "you_said", "we_did")} | {
            "who": f"{BOARD}{entry.board.slug}" if entry.board else entry.group,
            "period": entry.period.label if entry.period else "",
            "deliverables": ticked,
        }
    return SaidForm(
        posted(request),
        boards=list(Board.objects.in_order()),
        periods=list(ReportingPeriod.objects.begun_by(request.today).order_by("-starts_on")),
        deliverables=deliverables,
        noun=request.council.deliverable_word,
        shown=shown,
        initial=initial or {},
    )


def _from_comment(request: CouncilRequest) -> Comment | None:
    """The comment that `comment` in the address asks to begin from, if the member may read it."""
    try:
        asked = UUID(request.GET.get("comment", ""))
    except ValueError:
        return None
    return get_comment(request.actor, asked, request.today)


@require_http_methods(METHODS)
def add(request: CouncilRequest, council: str) -> HttpResponse:
    """Draft an entry, from a comment if the address has one (3 queries to show, with a comment 4)."""
    require(request.actor, Permission.PLAN_CHANGE)
    comment = _from_comment(request)
    begun: dict[str, Any] = {"you_said": comment.text, "we_did": comment.answer} if comment else {}
    if comment and comment.deliverable:
        begun["deliverables"] = [str(comment.deliverable.public_id)]
    form = _form(request, initial=begun)
    added: list[SaidAndDid] = []

    def act() -> str:
        added.append(actions.add_entry(facts=form.facts, comment=comment, by=request.actor))
        return "Draft added. Others see it once it is published."

    return save_or_show(
        request,
        form,
        act,
        say=saved_message,
        done=lambda: added[0].get_absolute_url(),
        heading="Add an entry",
        caption=NAME,
        back=comment.get_absolute_url() if comment else _list_url(request),
        trail=_trail(request),
        template="voice/said_form.html",
        save="Save the draft",
    )


@require_http_methods(METHODS)
def change(request: CouncilRequest, council: str, entry: UUID) -> HttpResponse:
    """Change an entry that is not published (5 queries to show)."""
    found = _to_write(request, entry, Permission.PLAN_CHANGE)
    form = _form(request, entry=found)

    def act() -> str:
        actions.change_entry(entry=found, facts=form.facts, by=request.actor)
        return "Entry saved."

    return _page(
        request,
        found,
        form,
        act,
        say=saved_message,
        heading="Change the entry",
        template="voice/said_form.html",
    )


@require_http_methods(METHODS)
def publish(request: CouncilRequest, council: str, entry: UUID) -> HttpResponse:
    """Publish an entry."""
    found = _to_write(request, entry, Permission.PLAN_PUBLISH)

    def act() -> str:
        actions.publish_entry(entry=found, by=request.actor, today=request.today)
        return f"“{found}” published."

    intro = "Everyone in your council’s sendplan then reads it. Check that it names no people."
    return _page(
        request,
        found,
        EditForm(posted(request)),
        act,
        heading="Publish the entry?",
        intro=intro,
        save="Publish it",
        publishing=True,
    )


@require_http_methods(METHODS)
def withdraw(request: CouncilRequest, council: str, entry: UUID) -> HttpResponse:
    """Withdraw a published entry."""
    found = _to_write(request, entry, Permission.PLAN_PUBLISH)

    def act() -> str:
        actions.withdraw_entry(entry=found, by=request.actor)
        return f"“{found}” withdrawn."

    intro = "It can then be changed and published again."
    return _page(
        request,
        found,
        EditForm(posted(request)),
        act,
        heading="Withdraw the entry?",
        intro=intro,
        save="Withdraw it",
    )


@require_http_methods(METHODS)
def remove(request: CouncilRequest, council: str, entry: UUID) -> HttpResponse:
    """Remove a draft."""
    found = _to_write(request, entry, Permission.PLAN_CHANGE)

    def act() -> str:
        actions.remove_entry(entry=found, by=request.actor)
        return f"“{found}” removed."

    return _page(
        request,
        found,
        EditForm(posted(request)),
        act,
        say=saved_message,
        done=_list_url(request),
        heading="Remove the draft?",
        intro="You can undo this for an hour.",
        save="Remove it",
    )


def _to_write(request: CouncilRequest, entry: UUID, needed: Permission) -> SaidAndDid:
    require(request.actor, needed)
    return get_entry(request.actor, entry, lock=request.method == "POST")


def _page(
    request: CouncilRequest, entry: SaidAndDid, form: EditForm, act: Callable[[], str], **page: Any
) -> HttpResponse:
    url = entry.get_absolute_url()
    standard: dict[str, Any] = {"say": messages.success, "done": url, "caption": entry.title, "back": url}
    standard |= {"template": "voice/said_act.html", "entry": entry}
    return save_or_show(request, form, act, trail=_trail(request), **standard | page)
