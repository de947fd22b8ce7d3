"""Record a judgement on a criterion, correct one, and remove one."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, require
from councils.log.saying import saved_message
from councils.permissions import Permission
from strategies.access import get_strategy

from ..access import get_criterion, get_judgement
from ..actions import correct_judgement, record_judgement, remove_judgement
from ..forms import JudgementForm, RemoveForm
from ..forms.judgements import Offered
from .trails import page_url, trail

CORRECTING = (
    "Only correct what was entered wrongly. If the plan has changed, record a new judgement: "
    "this one then stays as history."
)


@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: CouncilRequest, council: str, slug: str, criterion: UUID) -> HttpResponse:
    """Judge a criterion (8 queries to show the form). Earlier judgements stay."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug)
    found = get_criterion(strategy, criterion)
    offered = Offered.of(strategy)
    if not offered.levels:
        raise Http404("This plan has no scale yet. Add one first.")
    form = JudgementForm(
        request.POST if request.method == "POST" else None,
        initial={"judged_on": request.today},
        offered=offered,
        strategy=strategy,
    )

    def act() -> str:
        record_judgement(criterion=found, said=form.judgement, by=request.actor, today=request.today)
        return f"{found.title}: {form.judgement.level}. Judgement saved."

    back = page_url(request, strategy)
    return save_or_show(
        request,
        form,
        act,
        done=back,
        heading="Judge a criterion",
        caption=found.title,
        intro=found.text,
        back=back,
        trail=trail(request, strategy),
        save="Save judgement",
        template="assessments/judgement.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: CouncilRequest, council: str, slug: str, judgement: UUID) -> HttpResponse:
    """Correct what was recorded wrongly (9 queries to show the form)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug)
    found = get_judgement(strategy, judgement, lock=request.method == "POST")
    form = JudgementForm(
        request.POST if request.method == "POST" else None,
        shown=JudgementForm.shown_of(found),
        offered=Offered.of(strategy),
        strategy=strategy,
    )

    def act() -> str:
        correct_judgement(judgement=found, said=form.judgement, by=request.actor, today=request.today)
        return f"Judgement of {found.criterion.title} corrected."

    back = page_url(request, strategy)
    return save_or_show(
        request,
        form,
        act,
        done=back,
        heading="Correct the judgement",
        caption=found.criterion.title,
        intro=CORRECTING,
        back=back,
        trail=trail(request, strategy),
        template="assessments/judgement.html",
        remove_url=page_url(request, strategy, "remove_judgement", judgement=found.public_id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: CouncilRequest, council: str, slug: str, judgement: UUID) -> HttpResponse:
    """Remove a judgement that was recorded by mistake (2 queries)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug)
    found = get_judgement(strategy, judgement, lock=request.method == "POST")
    form = RemoveForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        remove_judgement(judgement=found, by=request.actor, **form.said)
        return f"Judgement of {found.criterion.title} removed."

    back = page_url(request, strategy)
    return save_or_show(
        request,
        form,
        act,
        done=back,
        say=saved_message,
        heading="Remove the judgement",
        caption=f"{found.criterion.title}: {found.level}",
        intro="Remove a judgement only if it was recorded by mistake. You can undo this for an hour.",
        back=back,
        trail=trail(request, strategy),
        save="Remove it",
    )
