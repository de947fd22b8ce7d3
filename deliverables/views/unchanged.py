""" "No change this quarter", in one press."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from core.rag import Rag
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from strategies.selected_quarter import SelectedQuarter

from ..access import get_deliverable
from ..actions import ProgressRefused, StaleDeliverable, record_no_change
from ..models import Deliverable
from .after_saving import saved, way_back
from .fragments import asked_for
from .my_work import work_card
from .no_quarter import needs_a_quarter, quarter_of

NOT_FROM_OUR_PAGE = -1
MEANWHILE = "Someone has changed it since you opened this page. Check it again."


@login_not_required
@needs_a_quarter
def no_change(request: CouncilRequest, council: str, deliverable: UUID) -> HttpResponseBase:
    """Repeat the last update for the selected quarter. After a session has expired, back to where the button was."""
    back = way_back(request, request.POST.get("next", ""), council)
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    require(request.actor, Permission.PROGRESS_RECORD)
    found = get_deliverable(deliverable)
    selected = quarter_of(request)
    try:
        update = record_no_change(
            deliverable=found,
            period=selected.period,
            by=request.actor,
            today=request.today,
            now=request.now,
            expected_version=_version(request),
        )
    except ProgressRefused as refused:
        return _refused(request, selected, found, f"{refused}.", back)
    except StaleDeliverable:
        return _refused(request, selected, found, MEANWHILE, back)
    return saved(request, selected, found, update, was=Rag(update.rag), back=back)


def _version(request: CouncilRequest) -> int:
    """What the page showed; a number that no deliverable has, where the request does not say."""
    typed = request.POST.get("version", "")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 10
    return int(typed) if is_number else NOT_FROM_OUR_PAGE


def _refused(
    request: CouncilRequest, selected: SelectedQuarter, found: Deliverable, why: str, back: str
) -> HttpResponseBase:
    """Why not, with the way to the form: on the card for the script that asks, else on the page they came from."""
    if asked_for(request):
        return work_card(request, found, selected, refused=why, status=409)
    form = reverse(
        "deliverables:update", kwargs={"council": request.council.slug, "deliverable": found.public_id}
    )
    words = '“No change” was not saved for {}. {} <a class="govuk-notification-banner__link" href="{}">Update it</a>'
    messages.warning(request, format_html(words, found.short_name, why, form))
    return redirect(back)
