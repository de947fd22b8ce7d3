"""Pages of the lists of statistical neighbours."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from core.ui.editing import save_or_show
from core.words import count_words
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..access import get_neighbours
from ..actions import remove_neighbours, save_neighbours
from ..forms import RemoveForm
from ..forms.benchmarks import NeighboursForm
from ..models import NeighbourList
from .benchmarks import benchmarks_trail, benchmarks_url
from .pages import posted


@require_http_methods(["GET", "HEAD", "POST"])
def add_neighbours(request: CouncilRequest, council: str) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change_neighbours(request: CouncilRequest, council: str, neighbours: UUID) -> HttpResponse:
    require(request.actor, Permission.INDICATORS_RECORD)
    return _edit(request, get_neighbours(neighbours, lock=request.method == "POST"))


def _edit(request: CouncilRequest, found: NeighbourList | None) -> HttpResponse:
    """Add a list, or change one: its days and its councils."""
    require(request.actor, Permission.INDICATORS_RECORD)
    form = NeighboursForm(posted(request), shown=NeighboursForm.shown_of(found) if found else None)

    def act() -> str:
        saved = save_neighbours(neighbours=found, by=request.actor, **form.said)
        return f"{saved.name} saved, with {count_words(saved.neighbours.count(), 'neighbour')}."

    return save_or_show(
        request,
        form,
        act,
        done=benchmarks_url(request),
        heading="Change the statistical neighbours" if found else "Add statistical neighbours",
        intro="" if found else "A new list ends the one before it, on the day before its first day.",
        back=benchmarks_url(request),
        trail=benchmarks_trail(request),
        template="indicators/neighbours.html",
        found=found,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_list(request: CouncilRequest, council: str, neighbours: UUID) -> HttpResponse:
    require(request.actor, Permission.INDICATORS_RECORD)
    found = get_neighbours(neighbours, lock=request.method == "POST")
    form = RemoveForm(posted(request))

    def act() -> str:
        remove_neighbours(neighbours=found, by=request.actor, **form.said)
        return f"{found.name} removed."

    return save_or_show(
        request,
        form,
        act,
        done=benchmarks_url(request),
        heading="Remove the statistical neighbours",
        caption=found.name,
        intro="Their figures stay, but the council is no longer compared with them.",
        save="Remove the list",
        back=benchmarks_url(request),
        trail=benchmarks_trail(request),
    )
