"""Changes page: the plan now compared with the plan then, and the full log."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from boards.models import Board
from councils.actors import CouncilRequest, require
from councils.log import undo_offers
from councils.log.acts import changes_page
from councils.permissions import Permission
from deliverables.undoable import undoable_acts

from .choosing import Compared, ComparisonQuery, find_since
from .forms import SinceForm
from .page import what_changed


@require_safe
def changes(request: CouncilRequest, council: str) -> HttpResponse:
    """See what changed overall, worst first (12 queries), or with `view=log` the full log, latest first."""
    require(request.actor, Permission.CHANGES_VIEW)
    form = SinceForm(request.GET, boards=list(Board.objects.in_order()), today=request.today)
    asked = form.asked()
    log = request.GET.get("view") == "log"
    if asked.day and "on_day" in request.GET:
        return redirect(_address(request, asked, log=log))
    if log:
        return _log(request, form, asked)
    compared = _compared(request, asked)
    form.show(compared.since.choice)
    found = what_changed(
        compared,
        board=asked.board,
        council=request.council,
        today=request.today,
        number=request.GET.get("page"),
    )
    context = {
        "form": form,
        "compared": compared,
        "changes": found,
        "board": asked.board,
        "log_url": _address(request, ComparisonQuery(compared.since.choice, asked.day), log=True),
        "has_sample": found.has_sample,
    }
    return render(request, "history/changes.html", context)


def _log(request: CouncilRequest, form: SinceForm, asked: ComparisonQuery) -> HttpResponse:
    compared = _compared(request, asked, counted=False) if asked.choice else None
    written = compared.since.written if compared else None
    found = changes_page(actor=request.actor, before=_change_number(request), written=written)
    context = {
        "form": form,
        "compared": compared,
        "changes": found,
        "undoable": undoable_acts(by=request.actor, now=request.now),
        "undoable_keys": undo_offers.undoable_acts(by=request.actor, now=request.now),
        "compare_url": _address(request, asked),
        "all_url": _address(request, ComparisonQuery(), log=True),
        "has_sample": found.has_sample,
    }
    return render(request, "history/log.html", context)


def _address(request: CouncilRequest, asked: ComparisonQuery, *, log: bool = False) -> str:
    """Address of this page for a choice, short enough to share: the day is one word."""
    words = {
        "since": asked.day.isoformat() if asked.day else asked.choice,
        "board": asked.board.slug if asked.board else None,
        "view": "log" if log else None,
    }
    query = urlencode({name: word for name, word in words.items() if word})
    return f"{request.path}?{query}" if query else request.path


def _change_number(request: CouncilRequest) -> int | None:
    """The number in `before=`, or None for the first page, also where it is not the number of a change."""
    typed = request.GET.get("before", "")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 19
    return int(typed) if is_number else None


def _compared(request: CouncilRequest, asked: ComparisonQuery, *, counted: bool = True) -> Compared:
    last_visit_at = request.membership.last_visit_at
    return find_since(
        asked, actor=request.actor, last_visit_at=last_visit_at, today=request.today, counted=counted
    )
