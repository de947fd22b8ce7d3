"""One search for everything that a council keeps."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from .finding import MOST_CHARACTERS, find


@require_safe
def results(request: CouncilRequest, council: str) -> HttpResponse:
    """Show what matches `?q=`, by kind (at most 12 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    typed = " ".join(request.GET.get("q", "").split())
    too_long = len(typed) > MOST_CHARACTERS
    found = [] if too_long or not typed else find(typed, actor=request.actor)
    context = {
        "typed": typed,
        "too_long": MOST_CHARACTERS if too_long else 0,
        "found": found,
        "total": sum(kind.total for kind in found),
    }
    return render(request, "search/results.html", context, status=422 if too_long else 200)
