"""The page of reminders for administrators: when they are sent, what goes out next, and what was sent."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from strategies.selected_quarter import NoQuarters, selected_quarter

from . import actions
from .forms import SettingsForm
from .models import Reminder, ReminderSettings
from .rules import Days, days_to_cover
from .summaries import requests_of

SHOWN = 50
WITHOUT_SUCCESS_FOR = timedelta(days=14)
"""How long an email that was not sent, or may not have arrived, stays in the list of its own."""
TITLE = "Reminders"


@require_safe
def reminders(request: CouncilRequest, council: str) -> HttpResponse:
    """When reminders are sent, what goes out on the next working day and to whom, and the last emails (9 queries)."""
    require(request.actor, Permission.PEOPLE_MANAGE)
    own = ReminderSettings.objects.first()
    now = request.now
    look_at = own.next_look_at if own else actions.next_look(now)
    next_day = request.today + (timezone.localdate(look_at) - timezone.localdate(now))
    try:
        period = selected_quarter(None, today=request.today).period
    except NoQuarters:
        period = None
    chosen = own.days if own else Days()
    since = own.looked_on if own else next_day - timedelta(days=1)
    context = {
        "own": own,
        "chosen": chosen,
        "next_day": next_day,
        "found": requests_of(period, chosen, days=days_to_cover(since, next_day)) if period else None,
        "without_success": Reminder.objects.without_success(since=request.today - WITHOUT_SUCCESS_FOR),
        "sent": Reminder.objects.all()[:SHOWN],
    }
    return render(request, "reminders/reminders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str) -> HttpResponse:
    """Turn reminders on, or change when they are sent (1 query)."""
    require(request.actor, Permission.PEOPLE_MANAGE)
    own = ReminderSettings.objects.first()
    chosen = own.days if own else Days()
    shown = {
        "days_before": chosen.before,
        "again_after": chosen.again_after,
        "days_before_cut_off": chosen.before_cut_off,
    }
    form = SettingsForm(request.POST or None, shown=shown)

    def save() -> str:
        actions.save_settings(**form.said, by=request.actor, now=request.now)
        return "Saved when reminders are sent." if own else "Reminders are on."

    home = reverse("reminders:reminders", kwargs={"council": council})
    return save_or_show(
        request,
        form,
        save,
        done=home,
        say=messages.success,
        heading="When reminders are sent" if own else "Turn reminders on",
        back=home,
        save="Save" if own else "Turn on",
        trail=[TITLE, home],
    )


@require_POST
def stop(request: CouncilRequest, council: str) -> HttpResponse:
    """Turn reminders off."""
    require(request.actor, Permission.PEOPLE_MANAGE)
    if actions.stop(by=request.actor):
        messages.success(request, "Reminders are off. No more emails are made.")
    return redirect("reminders:reminders", council=council)
