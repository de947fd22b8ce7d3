"""The assessment of a plan: its scale, its criteria, and how each is judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.ui.edit_rows import EditRows
from core.ui.editing import save_or_show, undo_message
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from strategies.access import get_strategy

from ..actions import save_criteria, save_scale, start_scale
from ..forms import CriterionForm, LevelForm
from ..models import Criterion, ScaleLevel
from ..rules import SUGGESTED_SCALE
from ..summaries import assessment_of
from .trails import page_url, plan_trail, trail


@require_safe
def assessment(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """All criteria of a plan with their judgements (at most 8 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    strategy = get_strategy(slug)
    found = assessment_of(strategy, council=council)
    context = {
        "strategy": strategy,
        "assessment": found,
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "suggested": SUGGESTED_SCALE,
        "trail": [*plan_trail(request, strategy), "Assessment"],
        "has_sample": found.has_sample,
    }
    return render(request, "assessments/assessment.html", context)


@require_POST
def start(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Begin with the suggested scale."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug, lock=True)
    if start_scale(strategy=strategy, by=request.actor):
        undo_message(request, "Scale added. Now add the criteria.")
    return redirect(page_url(request, strategy, "criteria"))


@require_http_methods(["GET", "HEAD", "POST"])
def scale(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Change the words of the scale, from the lowest to the highest (2 queries to show them)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug, lock=request.method == "POST")
    levels = ScaleLevel.objects.filter(strategy=strategy)
    form = EditRows(
        LevelForm,
        request.POST or None,
        shown={each.public_id: {"word": each.word} for each in levels},
        noun="Level",
        spare=2,
    )

    def act() -> bool:
        rows = [row.row() for row in form.kept]
        return save_scale(strategy=strategy, levels=rows, removed=form.removed, by=request.actor)

    intro = "From the lowest to the highest. A level that a judgement has can be reworded, but not removed."
    return _rows_page(request, strategy, form, act, heading="Scale of the assessment", intro=intro)


@require_http_methods(["GET", "HEAD", "POST"])
def criteria(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Change the criteria (2 queries to show them)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug, lock=request.method == "POST")
    rows = Criterion.objects.filter(strategy=strategy)
    form = EditRows(
        CriterionForm,
        request.POST or None,
        shown={each.public_id: {"criterion": each.title, "text": each.text} for each in rows},
        noun="Criterion",
        spare=2,
    )

    def act() -> bool:
        kept = [row.row() for row in form.kept]
        return save_criteria(strategy=strategy, criteria=kept, removed=form.removed, by=request.actor)

    intro = "Use the words of the guidance by which the plan is judged. A criterion with judgements cannot be removed."
    return _rows_page(request, strategy, form, act, heading="Criteria of the assessment", intro=intro)


def _rows_page(
    request: CouncilRequest,
    strategy: Any,
    form: Any,
    act: Callable[[], bool],
    *,
    heading: str,
    intro: str,
) -> HttpResponse:
    changed: list[bool] = []

    def save() -> str:
        changed.append(act())
        return f"{heading} saved."

    def say(asked: Any, words: str) -> None:
        if changed[-1]:
            undo_message(asked, words)
        else:
            messages.success(asked, "Nothing was changed.")

    back = page_url(request, strategy)
    return save_or_show(
        request,
        form,
        save,
        done=back,
        say=say,
        heading=heading,
        caption=strategy.title,
        intro=intro,
        back=back,
        trail=trail(request, strategy),
        template="assessments/rows.html",
    )
