"""Home page after sign-in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from .models import Membership


@require_safe
def home(request: Any) -> HttpResponse:
    """Redirect to the dashboard of the user's only council, or list their councils, or say what to do without any."""
    memberships = list(Membership.objects.current_of(request.user))
    if len(memberships) == 1:
        return redirect(memberships[0].council)
    return render(request, "councils/home.html", {"memberships": memberships})
