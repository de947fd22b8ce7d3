"""What an officer sees after saying something of a deliverable: the page they came from, or the card in place."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import redirect

from core.rag import Rag
from councils.access import CouncilRequest
from strategies.summaries import SelectedQuarter

from ..models import ProgressUpdate
from ..summaries import DeliverableState, state_today
from .back import way_back
from .fragments import asked_for
from .my_work import work_card
from .undoing import undo_message


def saved(
    request: CouncilRequest,
    selected: SelectedQuarter,
    before: DeliverableState,
    update: ProgressUpdate,
    *,
    back: str,
) -> HttpResponseBase:
    """Say what has changed, with Undo: on the page named by `back`, or on the card for the script that asks."""
    text = _changed(before, update)
    if asked_for(request):
        state = state_today(before.deliverable, period=selected.period, today=request.today)
        return work_card(request, state, selected, saved=text)
    undo_message(request, text)
    return redirect(way_back(request, back, request.council.slug))


def _changed(before: DeliverableState, update: ProgressUpdate) -> str:
    """ "A1 changed from Not rated to Amber." """
    name, was, now = before.deliverable.short_name, before.stated.rag, Rag(update.rag)
    change = f"{name} stays {now.word}." if was == now else f"{name} changed from {was.word} to {now.word}."
    if not update.late:
        return change
    return f"{change} The cut-off of {update.period.quarter.short_words} has passed, so this update is marked as late."
