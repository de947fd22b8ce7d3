"""The address of every Undo button."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect

from core.words import count_words
from councils.actors import Actor, CouncilRequest, require
from councils.log.undo import UndoRefused, act_written, is_undone_here
from councils.log.undo import undo as undo_any
from councils.models import Change
from councils.permissions import Permission

from ..actions import Undone, undo_act
from ..models import Deliverable
from ..rules.undo import UNDO_NEEDS
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
    act = request.POST.get("act", "")
    addresses = _addresses_of_added(act, request.actor)
    try:
        words, removed = _undo(request, act)
    except UndoRefused as refused:
        messages.warning(request, str(refused))
        return redirect(back)
    messages.success(request, f"Undone: {words}.")
    if any(str(each.public_id) in back for each in removed):
        return redirect("deliverables:list", council=council)
    if addresses.intersection(urlsplit(back).path.split("/")):
        return redirect("strategies:list", council=council)
    return redirect(back)


def _addresses_of_added(act: str, by: Actor) -> set[str]:
    """Parts of addresses that the undo of an act takes away: ids and slugs of the rows that it added."""
    added = [change for change in act_written(act, by) if change.op == Change.Op.INSERT]
    slugs = {str((change.after or {}).get("slug") or "") for change in added}
    return {str(change.object_id) for change in added} | slugs - {""}


def _undo(request: CouncilRequest, act: str) -> tuple[str, tuple[Deliverable, ...]]:
    """Undo the act. Returns how things are now, in words, and the deliverables that are gone.

    Updates and deliverables have rules of their own, about quarters.
    """
    if is_undone_here(act_written(act, request.actor)):
        return undo_any(act=act, by=request.actor, now=request.now).words, ()
    verbs = {change.verb for change in act_written(act, request.actor)}
    for permission in {UNDO_NEEDS.get(verb, Permission.PROGRESS_RECORD) for verb in verbs or {""}}:
        require(request.actor, permission)
    undone = undo_act(act=act, by=request.actor, now=request.now)
    return _as_it_is_again(undone, request.today), undone.removed


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
    if undone.verb.startswith("update."):
        return f"the update of {first.short_name} is as it was before"
    if undone.period is None:
        return f"{first.short_name} restored"
    state = state_today(first, period=undone.period, today=today)
    return f"{first.short_name} is {state.stated.rag.word} again"
