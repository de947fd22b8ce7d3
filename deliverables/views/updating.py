"""The form with which somebody says how a deliverable stands. Nothing that was typed is ever lost."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from councils.access import CouncilRequest, require
from councils.permissions import Permission
from strategies.summaries import SelectedQuarter, selected_quarter

from ..access import get_deliverable
from ..actions import ProgressRefused, StaleDeliverable, record_progress
from ..drafts import keep_draft, take_draft
from ..forms import UpdateForm
from ..models import Deliverable, ProgressUpdate
from ..summaries import DeliverableState, state_today
from .back import way_back
from .fragments import CARD, FORM, asked_for, fragment
from .my_work import work_card
from .no_quarter import needs_a_quarter
from .saving import saved


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_a_quarter
def update(request: CouncilRequest, council: str, deliverable: UUID) -> HttpResponseBase:
    """Record progress on a deliverable. A session that has lapsed keeps what was typed until after sign-in."""
    if not request.user.is_authenticated:
        return keep_draft(request)
    require(request.actor, Permission.PROGRESS_RECORD)
    found = get_deliverable(deliverable)
    selected = selected_quarter(None, today=request.today)
    state = state_today(found, period=selected.period, today=request.today)
    if request.method != "POST":
        if asked_for(request) == CARD:
            return work_card(request, state, selected)
        draft = take_draft(request, request.membership.user)
        return _page(
            request, state, selected, _form(request, state, selected, draft), was_signed_out=draft is not None
        )
    form = _form(request, state, selected, request.POST)
    if not form.is_valid():
        return _page(request, state, selected, form, status=422)
    before = state_today(found, period=form.cleaned_data["quarter"], today=request.today)
    try:
        recorded = record_progress(
            deliverable=found, by=request.actor, today=request.today, now=request.now, **form.said()
        )
    except ProgressRefused as refused:
        form.refuse(refused.problems)
        return _page(request, state, selected, form, status=422)
    except StaleDeliverable as stale:
        return _ask_which(request, selected, form, found, stale.latest)
    return saved(request, selected, before, recorded, back=form.cleaned_data["next"])


def _form(
    request: CouncilRequest, state: DeliverableState, selected: SelectedQuarter, data: QueryDict | None
) -> UpdateForm:
    initial = {
        "quarter": selected.period.label,
        "version": state.deliverable.version,
        "next": request.GET.get("next", ""),
    }
    return UpdateForm(
        data,
        initial=initial,
        auto_id=f"update-{state.deliverable.public_id}-%s" if asked_for(request) else "id_%s",
        strategy=state.deliverable.strategy,
        periods=selected.choices,
        due_points=state.due_points,
    )


def _page(
    request: CouncilRequest,
    state: DeliverableState,
    selected: SelectedQuarter,
    form: UpdateForm,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        "deliverable": state.deliverable,
        "state": state,
        "selected": selected,
        "form": form,
        "back_url": way_back(request, form["next"].value() or "", request.council.slug),
        "has_sample": bool(state.current_update and state.current_update.sample),
        **more,
    }
    if asked_for(request):
        return fragment(request, FORM, "deliverables/_update_answer.html", context, status=status)
    return render(request, "deliverables/update.html", context, status=status)


def _ask_which(
    request: CouncilRequest,
    selected: SelectedQuarter,
    form: UpdateForm,
    found: Deliverable,
    latest: ProgressUpdate | None,
) -> HttpResponse:
    """Both what is stored and what was typed; saving once more records the typed one after the other."""
    state = state_today(found, period=selected.period, today=request.today)
    data = request.POST.copy()
    data["version"] = str(state.deliverable.version)
    again = _form(request, state, selected, data)
    return _page(
        request, state, selected, again, status=409, stale=True, latest=latest, compared=form.beside(latest)
    )
