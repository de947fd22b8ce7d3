"""The form that updates a deliverable. Nothing that was typed is ever lost."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from strategies.selected_quarter import SelectedQuarter

from ..access import get_deliverable, get_deliverable_with_parts
from ..actions import ProgressRefused, Saved, StaleDeliverable, record_progress
from ..approval import needing_approval, proposed_for
from ..drafts import keep_draft, take_draft
from ..forms import UpdateForm
from ..forms.update import said_already
from ..models import Deliverable, ProposedUpdate
from ..summaries import state_as_read
from .after_saving import saved, way_back
from .fragments import CARD, FORM, asked_for, fragment
from .my_work import work_card
from .no_quarter import needs_a_quarter, quarter_of


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_a_quarter
def update(request: CouncilRequest, council: str, deliverable: UUID) -> HttpResponseBase:
    """Record progress on a deliverable, which is read and judged once before and, for a card, once after.

    When a session has expired, what was typed is kept until after sign-in.
    """
    if not request.user.is_authenticated:
        return keep_draft(request)
    require(request.actor, Permission.PROGRESS_RECORD)
    is_card = request.method != "POST" and asked_for(request) == CARD
    found = get_deliverable(deliverable) if is_card else get_deliverable_with_parts(deliverable)
    selected = quarter_of(request)
    if is_card:
        return work_card(request, found, selected)
    if request.method != "POST":
        draft = take_draft(request, request.membership.user)
        proposed = _proposed(found, selected)
        form = _form(request, found, selected, draft, proposed)
        was_signed_out = draft is not None
        return _page(request, found, selected, form, proposed=proposed, was_signed_out=was_signed_out)
    form = _form(request, found, selected, request.POST)
    if not form.is_valid():
        return _page(request, found, selected, form, status=422)
    before = state_as_read(found, period=form.cleaned_data["quarter"], today=request.today)
    try:
        recorded = record_progress(
            deliverable=found, by=request.actor, today=request.today, now=request.now, **form.said()
        )
    except ProgressRefused as refused:
        form.refuse(refused.problems)
        return _page(request, found, selected, form, status=422)
    except StaleDeliverable as stale:
        again = get_deliverable_with_parts(deliverable)
        return _ask_which(request, again, selected, form, stale.latest)
    back = form.cleaned_data["next"]
    return saved(request, selected, found, recorded, was=before.stated.rag, back=back)


def _proposed(deliverable: Deliverable, selected: SelectedQuarter) -> ProposedUpdate | None:
    """Its update for the quarter that is not approved yet (1 query)."""
    return proposed_for([deliverable.pk], period=selected.period).get(deliverable.pk)


def _form(
    request: CouncilRequest,
    deliverable: Deliverable,
    selected: SelectedQuarter,
    data: QueryDict | None,
    proposed: ProposedUpdate | None = None,
) -> UpdateForm:
    initial = {
        "quarter": selected.period.label,
        "version": deliverable.version,
        "next": request.GET.get("next", ""),
        **(said_already(proposed) if proposed else {}),
    }
    return UpdateForm(
        data,
        initial=initial,
        auto_id=f"update-{deliverable.public_id}-%s" if asked_for(request) else "id_%s",
        strategy=deliverable.strategy,
        periods=selected.choices,
        due_points=deliverable.due_points.all(),
    )


def _page(
    request: CouncilRequest,
    deliverable: Deliverable,
    selected: SelectedQuarter,
    form: UpdateForm,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    state = state_as_read(deliverable, period=selected.period, today=request.today)
    context = {
        "deliverable": deliverable,
        "needs_approval": bool(needing_approval([deliverable])),
        "state": state,
        "selected": selected,
        "form": form,
        "may_reopen": can(request.actor, Permission.QUARTER_CLOSE),
        "back_url": way_back(request, form["next"].value() or "", request.council.slug),
        "has_sample": bool(state.current_update and state.current_update.sample),
        **more,
    }
    if asked_for(request):
        return fragment(request, FORM, "deliverables/_update_answer.html", context, status=status)
    return render(request, "deliverables/update.html", context, status=status)


def _ask_which(
    request: CouncilRequest,
    deliverable: Deliverable,
    selected: SelectedQuarter,
    form: UpdateForm,
    latest: Saved | None,
) -> HttpResponse:
    """Both what is stored and what was typed; saving once more records the typed one after the other."""
    data = request.POST.copy()
    data["version"] = str(deliverable.version)
    again = _form(request, deliverable, selected, data)
    return _page(
        request,
        deliverable,
        selected,
        again,
        status=409,
        stale=True,
        latest=latest,
        compared=form.beside(latest),
    )
