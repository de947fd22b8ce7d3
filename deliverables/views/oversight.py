"""The page of the single deliverables that a board oversees."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from boards.access import get_board
from boards.models import Board
from boards.views.trails import board_trail, list_url
from core.ui.editing import edit_page, undo_message
from core.words import plural
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from councils.tenancy import own_noun
from strategies.models import Oversight, Strand

from ..actions import change_single_oversight
from ..forms import OversightFilterForm, SingleOversightForm
from ..listing import one_word
from ..models import Deliverable, SingleOversight


@require_http_methods(["GET", "HEAD", "POST"])
def single_oversight(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Choose single deliverables that a board oversees (4 queries to show them).

    The filter is part of the form, so that it works without scripts and keeps what was ticked.
    """
    require(request.actor, Permission.BOARDS_CHANGE)
    board = get_board(slug, lock=request.method == "POST")
    overseen = set(SingleOversight.objects.filter(board=board).values_list("deliverable_id", flat=True))
    in_question = Deliverable.with_dropped.filter(Q(dropped_on=None) | Q(pk__in=overseen))
    rows = list(in_question.in_plan_order().select_related("strand__strategy"))
    strands = list(dict.fromkeys(row.strand for row in rows))
    noun = one_word((row.strand.strategy.deliverable_noun for row in rows), own_noun("Deliverable"))
    strand_noun = one_word((each.strategy.strand_noun for each in strands), own_noun("Strand"))
    form = SingleOversightForm(
        request.POST or None,
        shown={"deliverables": [str(row.public_id) for row in rows if row.pk in overseen]},
        rows=rows,
        overseen=_strands_overseen(board, strands),
        noun=plural(noun),
    )
    filters = OversightFilterForm(
        request.POST or None,
        strands=strands,
        noun=strand_noun,
    )
    if form.may_save:
        if change_single_oversight(board=board, deliverables=form.chosen, by=request.actor):
            undo_message(request, f"Oversight of {board.name} saved.")
        return redirect(list_url(request))
    groups, hidden = form.sort_boxes(filters)
    parts_url = reverse("strategies:oversight", kwargs={"council": council, "slug": slug})
    return edit_page(
        request,
        form,
        heading=f"Single {plural(noun.lower())} that it oversees",
        caption=board.name,
        back=list_url(request),
        trail=[*board_trail(request, board), "What it oversees", parts_url],
        template="deliverables/oversight.html",
        board=board,
        noun=noun.lower(),
        strand_noun=strand_noun.lower(),
        filters=filters,
        groups=groups,
        hidden=hidden,
        total=len(rows),
        found=sum(len(group.boxes) for group in groups),
        ticked=len(form.ticked),
        parts_url=parts_url,
    )


def _strands_overseen(board: Board, strands: list[Strand]) -> set[int]:
    """Ids of the strands that the board oversees itself, or with their whole plan (1 query)."""
    rows = set(Oversight.objects.filter(board=board).values_list("strategy_id", "strand_id"))
    return {each.pk for each in strands if {(each.strategy_id, None), (each.strategy_id, each.pk)} & rows}
