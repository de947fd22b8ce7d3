"""The page of one quarter, which says what is missing and from whom, and the page that closes it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.date_words import when_words
from core.refusals import ChangeRefused
from core.ui.editing import edit_page
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from strategies.access import get_period
from strategies.models import ReportingPeriod
from strategies.quarter_actions import close_quarter, why_not_closed
from strategies.quarter_list import days_of_grace_set, quarter_row
from strategies.selected_quarter import selected_quarter

from ..forms import CloseForm
from ..summaries.readiness import Readiness, readiness


@require_safe
def quarter(request: CouncilRequest, council: str, label: str) -> HttpResponse:
    """One quarter: its state, and what is missing (16 queries). A quarter to come shows only its days."""
    require(request.actor, Permission.PACKS_BUILD)
    period = get_period(label)
    row = quarter_row(period, request.council, days_of_grace_set(), today=request.today)
    context: dict[str, Any] = {
        "row": row,
        "quarter": period.quarter,
        "cut_off_when": when_words(period.cut_off_on, request.today),
        "may_identify": can(request.actor, Permission.PEOPLE_CHANGE),
        "may_record": can(request.actor, Permission.INDICATORS_RECORD),
        "may_change_boards": can(request.actor, Permission.BOARDS_CHANGE),
        "can_close": can(request.actor, Permission.QUARTER_CLOSE),
        "closing_is_open": not why_not_closed(period, today=request.today),
    }
    if not row.is_to_come:
        found = _readiness(request, period)
        context |= {"readiness": found, "summary": found}  # as the tags for addresses call it
    return render(request, "reporting/quarter.html", context)


def _readiness(request: CouncilRequest, period: ReportingPeriod) -> Readiness:
    selected = selected_quarter(period.label, today=request.today)
    return readiness(request.council, selected, today=request.today)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: CouncilRequest, council: str, label: str) -> HttpResponse:
    """Close a quarter that has ended. What is missing is listed, and needs a reason."""
    require(request.actor, Permission.QUARTER_CLOSE)
    period = get_period(label, lock=request.method == "POST")
    own_page = period.address(council)
    if why_not := why_not_closed(period, today=request.today):
        messages.warning(request, why_not)
        return redirect(own_page)
    missing = _readiness(request, period).exceptions
    form = CloseForm(request.POST or None, missing=missing)
    if form.may_save:
        try:
            close_quarter(
                period=period,
                by=request.actor,
                today=request.today,
                now=request.now,
                reason=form.cleaned_data["reason"],
                exceptions=missing,
            )
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            messages.success(request, f"{period.quarter.short_words} closed.")
            return redirect(own_page)
    quarters_url = reverse("strategies:quarters", kwargs={"council": council})
    return edit_page(
        request,
        form,
        heading=f"Close {period.quarter.short_words}",
        back=own_page,
        trail=["Quarters", quarters_url, period.quarter.short_words, own_page],
        save="Close the quarter",
        template="reporting/close_quarter.html",
        missing=missing,
        period=period,
        before_cut_off=request.today <= period.cut_off_on,
    )
