"""The page that copies a plan into a new one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused
from core.ui.editing import edit_page, undo_message
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission

from ..access import get_strategy
from ..actions import copy_strategy
from ..copying import copy_steps
from ..forms import CopyForm
from .trails import strategy_trail, strategy_url


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Copy a plan into a new one, choosing what goes on (2 queries to show it)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug)
    form = CopyForm(
        request.POST or None,
        strategy=strategy,
        strands=list(strategy.strands.all()),
        steps=[step for step in copy_steps() if can(request.actor, step.permission)],
    )
    if form.may_save:
        try:
            new = copy_strategy(strategy=strategy, by=request.actor, **form.said)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            undo_message(request, f"{strategy.title} copied. This is the new plan.")
            return redirect(strategy_url(request, new))
    return edit_page(
        request,
        form,
        heading="Copy into a new plan",
        back=strategy_url(request, strategy),
        trail=strategy_trail(request, strategy),
        save="Copy the plan",
        intro=f"Copies {strategy.title} into a plan of its own. The old one stays as it is.",
    )
