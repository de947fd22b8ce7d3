"""The address of every Undo button."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect

from core.words import count_words
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..actions import Undone, UndoRefused, undo_act
from ..summaries import state_today
from .after_saving import way_back


@login_not_required
def undo(request: CouncilRequest, council: str) -> HttpResponseBase:
    """Undo what the same user saved within the last hour, and go back to the page they came from.

    A person whose session has expired signs in and is back on that page, with nothing undone.
    """
    back = way_back(request, request.POST.get("next", ""), council)
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    require(request.actor, Permission.PROGRESS_RECORD)
    try:
        undone = undo_act(act=request.POST.get("act", ""), by=request.actor, now=request.now)
    except UndoRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"Undone: {_as_it_is_again(undone, request.today)}.")
        if any(str(each.public_id) in back for each in undone.removed):
            return redirect("deliverables:list", council=council)
    return redirect(back)


def _as_it_is_again(undone: Undone, today: date) -> str:
    """ "A1 is Not rated again", "4 deliverables are as they were"."""
    if not undone.deliverables:
        return "as it was before"
    first, *others = undone.deliverables
    noun = first.strategy.deliverable_noun.lower()
    if len(undone.removed) == len(undone.deliverables):
        return f"{count_words(len(undone.removed), noun)} removed"
    if others:
        return f"{count_words(len(undone.deliverables), noun)} restored"
    if undone.period is None:
        return f"{first.short_name} restored"
    state = state_today(first, period=undone.period, today=today)
    return f"{first.short_name} is {state.stated.rag.word} again"
