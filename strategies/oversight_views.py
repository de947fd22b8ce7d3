"""The page of what a board oversees: whole plans or single strands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from boards.access import get_board
from boards.views.trails import board_trail, list_url
from core.ui.editing import EditForm, edit_page, undo_message
from core.ui.forms import Checkboxes
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from councils.tenancy import own_noun

from .models import Oversight, Strand, Strategy
from .oversight_actions import Part, change_oversight


class OversightForm(EditForm):
    """What a board oversees: a tick for each whole plan and for each strand."""

    def __init__(
        self, *args: Any, strategies: Sequence[Strategy], strands: Iterable[Strand], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parts: dict[str, Part] = {}
        for strategy in strategies:
            self.parts[str(strategy.public_id)] = strategy
        by_strategy: dict[int, list[Strand]] = {each.pk: [] for each in strategies}
        for strand in strands:
            self.parts[str(strand.public_id)] = strand
            by_strategy[strand.strategy_id].append(strand)
        for strategy in strategies:
            own = by_strategy[strategy.pk]
            self.fields[field_name(strategy)] = forms.MultipleChoiceField(
                label=strategy.title,
                required=False,
                choices=[
                    (str(strategy.public_id), "All of it"),
                    *((str(each.public_id), f"{strategy.strand_noun} {each}") for each in own),
                ],
                widget=Checkboxes(),
            )

    @property
    def chosen(self) -> list[Part]:
        return [self.parts[key] for name, keys in self.said.items() for key in keys]


def field_name(strategy: Strategy) -> str:
    return f"parts_of_{strategy.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def oversight(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Change what a board oversees (4 queries to show it)."""
    require(request.actor, Permission.BOARDS_CHANGE)
    board = get_board(slug, lock=request.method == "POST")
    strategies = list(Strategy.objects.all())
    overseen = list(Oversight.objects.filter(board=board).select_related("strategy", "strand"))
    form = OversightForm(
        request.POST or None,
        shown={field_name(each): _keys(overseen, each) for each in strategies},
        strategies=strategies,
        strands=Strand.objects.filter(strategy__in=strategies),
    )
    if form.may_save:
        if change_oversight(board=board, parts=form.chosen, by=request.actor):
            undo_message(request, f"Oversight of {board.name} saved.")
        return redirect(list_url(request))
    return edit_page(
        request,
        form,
        heading="What it oversees",
        caption=board.name,
        intro="A board also oversees what the boards below it oversee. Its dashboard and packs show these parts."
        if strategies
        else "There is no plan yet. Add the plan first, then say which parts of it the board oversees.",
        back=list_url(request),
        trail=board_trail(request, board),
        template="strategies/oversight.html",
        board=board,
        noun=own_noun("deliverable"),
        strand_noun=own_noun("strand"),
    )


def _keys(overseen: Iterable[Oversight], strategy: Strategy) -> list[str]:
    return [
        str((each.strand or each.strategy).public_id) for each in overseen if each.strategy_id == strategy.pk
    ]
