"""Where a member arrives, and what changed in their council."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from .access import CouncilRequest, require
from .forms import SinceForm
from .models import Membership
from .rules import Permission
from .summaries import changes_page


@require_safe
def home(request: Any) -> HttpResponse:
    """To the dashboard of the one council, or a choice of several; in none, what to do."""
    memberships = list(Membership.objects.current_of(request.user))
    if len(memberships) == 1:
        return redirect(memberships[0].council)
    return render(request, "councils/home.html", {"memberships": memberships})


@require_safe
def changes(request: CouncilRequest, council: str) -> HttpResponse:
    """What changed, in words, the latest first; from a day or a quarter on."""
    require(request.actor, Permission.CHANGES_VIEW)
    form = SinceForm(request.GET)
    since = form.cleaned_data["since"] if form.is_valid() else None
    found = changes_page(actor=request.actor, number=request.GET.get("page"), since=since)
    return render(
        request,
        "councils/changes.html",
        {"form": form, "changes": found, "since": since, "has_sample": found.has_sample},
    )
