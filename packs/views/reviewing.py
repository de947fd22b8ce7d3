"""Send a pack for review, approve it, or ask for changes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, can
from councils.permissions import Permission

from .. import actions
from ..access import get_pack, may_approve
from ..forms import NoteForm
from ..review_rules import ReviewStep

PAGES = {
    ReviewStep.SENT: ("Send this pack for review", "Send for review", "Pack sent for review."),
    ReviewStep.APPROVED: ("Approve this pack", "Approve", "Pack approved."),
    ReviewStep.CHANGES_ASKED: ("Ask for changes", "Ask for changes", "You asked for changes in the pack."),
}
"""Heading, button and banner of each step."""
INTRO = {
    ReviewStep.SENT: "The chair of the board, or somebody who may release packs, can then approve it.",
    ReviewStep.APPROVED: "Approving does not send the pack to anybody.",
    ReviewStep.CHANGES_ASKED: "Say what should change. The pack is then changed by building a new edition.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: CouncilRequest, council: str, pack: UUID, step: str) -> HttpResponse:
    """Take one step of the review, with a note (3 queries)."""
    try:
        taken = ReviewStep(step)
    except ValueError:
        raise Http404("There is no such step in the review of a pack.") from None
    found = get_pack(request.actor, pack, request.today)
    if taken == ReviewStep.SENT:
        may = can(request.actor, Permission.PACKS_BUILD)
    else:
        may = may_approve(request.actor, found.board, request.today)
    if not may:
        raise PermissionDenied("You do not have permission to take this step of the review.")
    form = NoteForm(request.POST or None)
    heading, save, done = PAGES[taken]

    def act() -> str:
        note = form.cleaned_data["note"]
        actions.review_pack(
            pack=found, step=taken, by=request.actor, today=request.today, now=request.now, note=note
        )
        return done

    return save_or_show(
        request,
        form,
        act,
        done=found.get_absolute_url(),
        say=messages.success,
        heading=heading,
        caption=f"{found.board.name}, {found.period.quarter.short_words}, edition {found.edition}",
        intro=INTRO[taken],
        back=found.get_absolute_url(),
        save=save,
        trail=[
            "Packs",
            reverse("packs:list", kwargs={"council": council}),
            found.board.name,
            found.get_absolute_url(),
        ],
    )
