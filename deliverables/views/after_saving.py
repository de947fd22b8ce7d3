"""What an officer sees after saving: the page they came from with an Undo button, or the saved card in place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from core.periods import words_for_date
from core.rag import Rag
from core.ui.editing import undo_message
from councils.actors import CouncilRequest
from strategies.selected_quarter import SelectedQuarter

from ..actions import Saved
from ..models import Deliverable, ProposedUpdate
from ..rules.approval import ProposalState
from .fragments import asked_for
from .my_work import work_card


def way_back(request: HttpRequest, asked: str, council: str, *, page: str = "my_work") -> str:
    """Where the person came from, if that is a page of ours; else a page about deliverables of the council (slug)."""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse(f"deliverables:{page}", kwargs={"council": council})


def saved(
    request: CouncilRequest,
    selected: SelectedQuarter,
    deliverable: Deliverable,
    update: Saved,
    *,
    was: Rag,
    back: str,
) -> HttpResponseBase:
    """Say what has changed, with Undo: on the page named by `back`, or on the card for the script that asks.

    `was` is the stated RAG in the update's quarter before it was saved. One that needs approval changes no rating.
    """
    text = _changed(deliverable, was, update)
    if asked_for(request):
        return work_card(request, deliverable, selected, saved=text)
    undo_message(request, text)
    return redirect(way_back(request, back, request.council.slug))


def _changed(deliverable: Deliverable, was: Rag, update: Saved) -> str:
    """ "A1 changed from Not rated to Amber." """
    name, now = deliverable.short_name, Rag(update.rag)
    if isinstance(update, ProposedUpdate):
        if update.status == ProposalState.DRAFT:
            return f"Draft of the update of {name} saved. It has not been sent for approval yet."
        cut_off = words_for_date(update.period.cut_off_on)
        return (
            f"Update of {name} ({now.word}) sent for approval. It counts from the day that it is approved. "
            f"The cut-off of {update.quarter.short_words} is {cut_off}."
        )
    change = f"{name} stays {now.word}." if was == now else f"{name} changed from {was.word} to {now.word}."
    if not update.late:
        return change
    return (
        f"{change} The cut-off of {update.quarter.short_words} has passed, so this update is marked as late."
    )
