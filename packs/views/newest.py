"""The stable address of a board's paper for a quarter."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest

from ..access import visible_packs


@require_safe
def newest(request: CouncilRequest, council: str, slug: str, quarter: str) -> HttpResponse:
    """Go to the newest released edition that the user may see (1 query)."""
    editions = visible_packs(request.actor).released().for_list()
    found = editions.filter(board__slug=slug, period__label=quarter).first()
    if found is None:
        raise Http404("No pack of this board and quarter has been released to you.")
    return redirect("packs:pack", council=council, pack=found.public_id)
