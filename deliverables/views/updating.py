"""The form with which somebody says how a deliverable stands. Nothing that was typed is ever lost."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.access import CouncilRequest, require
from councils.rules import Permission
from sendplan.rag import Rag
from strategies.models import ReportingPeriod
from strategies.summaries import PeriodInView, period_in_view

from ..access import get_deliverable
from ..actions import ProgressRefused, StaleDeliverable, record_progress
from ..drafts import keep_draft, take_draft
from ..forms import UpdateForm
from ..models import Deliverable, ProgressUpdate
from ..summaries import DeliverableState, deliverable_states
from .back import way_back
from .quarters import needs_a_quarter
from .undoing import undo_message


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_a_quarter
def update(request: CouncilRequest, council: str, deliverable: UUID) -> HttpResponseBase:
    """Record progress on a deliverable. A session that has lapsed keeps what was typed until after sign-in."""
    if not request.user.is_authenticated:
        return keep_draft(request)
    require(request.actor, Permission.PROGRESS_RECORD)
    found = get_deliverable(deliverable)
    view = period_in_view(None, today=request.today)
    state = _state_in(view.period, found, request)
    if request.method != "POST":
        draft = take_draft(request, request.membership.user)
        return _page(
            request, state, view, _form(request, state, view, draft), was_signed_out=draft is not None
        )
    form = _form(request, state, view, request.POST)
    if not form.is_valid():
        return _page(request, state, view, form, status=422)
    before = _state_in(form.cleaned_data["quarter"], found, request)
    try:
        recorded = record_progress(
            deliverable=found, by=request.actor, today=request.today, now=request.now, **form.said()
        )
    except ProgressRefused as refused:
        form.refuse(refused.problems)
        return _page(request, state, view, form, status=422)
    except StaleDeliverable as stale:
        return _ask_which(request, view, form, found, stale.latest)
    undo_message(request, _changed(before, recorded))
    return redirect(way_back(request, form.cleaned_data["next"], council))


def _form(
    request: CouncilRequest, state: DeliverableState, view: PeriodInView, data: QueryDict | None
) -> UpdateForm:
    initial = {
        "quarter": view.period.label,
        "version": state.deliverable.version,
        "next": request.GET.get("next", ""),
    }
    return UpdateForm(
        data,
        initial=initial,
        strategy=state.deliverable.strategy,
        periods=view.choices,
        due_points=state.due_points,
    )


def _state_in(period: ReportingPeriod, found: Deliverable, request: CouncilRequest) -> DeliverableState:
    """As at today: what was said late counts here."""
    one = Deliverable.objects.filter(pk=found.pk)
    [state] = deliverable_states(one, period=period, today=request.today, as_at=request.today)
    return state


def _page(
    request: CouncilRequest,
    state: DeliverableState,
    view: PeriodInView,
    form: UpdateForm,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        "deliverable": state.deliverable,
        "state": state,
        "view": view,
        "form": form,
        "back_url": way_back(request, form["next"].value() or "", request.council.slug),
        "has_sample": bool(state.standing and state.standing.sample),
        **more,
    }
    return render(request, "deliverables/update.html", context, status=status)


def _ask_which(
    request: CouncilRequest,
    view: PeriodInView,
    form: UpdateForm,
    found: Deliverable,
    latest: ProgressUpdate | None,
) -> HttpResponse:
    """Both what is stored and what was typed; saving once more records the typed one after the other."""
    state = _state_in(view.period, get_deliverable(found.public_id), request)
    data = request.POST.copy()
    data["version"] = str(state.deliverable.version)
    again = _form(request, state, view, data)
    return _page(
        request, state, view, again, status=409, stale=True, latest=latest, compared=form.beside(latest)
    )


def _changed(before: DeliverableState, update: ProgressUpdate) -> str:
    """ "A1 changed from Not rated to Amber." """
    name, was, now = before.deliverable.short_name, before.stated.rag, Rag(update.rag)
    change = f"{name} stays {now.word}." if was == now else f"{name} changed from {was.word} to {now.word}."
    if not update.late:
        return change
    return f"{change} The cut-off of {update.period.quarter.short_words} has passed, so it is marked late."
