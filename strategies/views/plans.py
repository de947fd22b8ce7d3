"""The council's plans, and the page that adds or changes one."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import ChangeRefused
from core.ui.editing import edit_page, undo_message
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission

from ..access import get_strategy
from ..actions import add_strategy, change_strategy
from ..forms import StrategyForm
from ..summaries import plan_lines
from .trails import plans_url, strategy_trail, strategy_url

PREVIEW = "preview"
NEW_NOUNS = {"strand_noun": "Strand", "deliverable_noun": "Deliverable", "kind": "action_plan"}


@require_safe
def plans(request: CouncilRequest, council: str) -> HttpResponse:
    """List the council's plans (1 query)."""
    require(request.actor, Permission.PLAN_VIEW)
    may_change = can(request.actor, Permission.PLAN_CHANGE)
    return render(request, "strategies/list.html", {"plans": plan_lines(), "may_change": may_change})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: CouncilRequest, council: str) -> HttpResponse:
    """Add a plan."""
    require(request.actor, Permission.PLAN_CHANGE)
    form = StrategyForm(request.POST or None, initial=NEW_NOUNS)
    if PREVIEW not in request.POST and form.may_save:
        try:
            strategy = add_strategy(cover=form.cover(), by=request.actor)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            undo_message(request, f"{strategy.title} added. Next, add its parts.")
            return redirect(strategy_url(request, strategy))
    trail = ["Plan", plans_url(request)]
    return _page(request, form, "Add a plan", plans_url(request), trail, is_new=True)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Change what a plan's cover says."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug, lock=request.method == "POST")
    back = strategy_url(request, strategy)
    form = StrategyForm(request.POST or None, shown=StrategyForm.shown_of(strategy))
    if PREVIEW not in request.POST and form.may_save:
        try:
            is_changed = change_strategy(strategy=strategy, cover=form.cover(), by=request.actor)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            say_saved(request, f"{strategy.title} saved.", is_changed)
            return redirect(back)
    return _page(request, form, "Change the plan’s cover", back, strategy_trail(request, strategy))


def _page(
    request: CouncilRequest,
    form: StrategyForm,
    heading: str,
    back: str,
    trail: Sequence[str],
    *,
    is_new: bool = False,
) -> HttpResponse:
    """The page of the form. To show the plurals of the nouns saves nothing, and is no error."""
    template = "strategies/plan_form.html"
    response = edit_page(
        request, form, heading=heading, back=back, trail=trail, template=template, is_new=is_new
    )
    if PREVIEW in request.POST:
        response.status_code = 200
    return response


def say_saved(request: CouncilRequest, text: str, is_changed: bool) -> None:
    """The banner after a save, with Undo if there is something to undo."""
    if is_changed:
        undo_message(request, text)
    else:
        messages.success(request, "Nothing was changed.")
