"""The page of owners in name only."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..owners import owners_in_name_only


@require_safe
def owners(request: CouncilRequest, council: str) -> HttpResponse:
    """Leads who cannot sign in, have never updated anything, or have left, with the number of what they lead."""
    require(request.actor, Permission.PEOPLE_CHANGE)
    found = owners_in_name_only(council=request.council, today=request.today)
    return render(request, "deliverables/owners.html", {"owners": found})
