"""Pages of the areas that the council took over from."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.periods import words_for_date
from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission

from ..access import get_predecessor
from ..actions import remove_predecessor, save_predecessor
from ..forms import PredecessorForm, RemoveForm
from ..models import Predecessor
from .pages import posted, trail_to

INTRO = (
    "An area that the council followed when councils were reorganised. Its figures stay in the series, with a mark "
    "where they end. No trend is drawn across it."
)


def _list_url(request: CouncilRequest) -> str:
    return reverse("indicators:predecessors", kwargs={"council": request.council.slug})


def _trail(request: CouncilRequest) -> list[str]:
    return [*trail_to(request), "Predecessors", _list_url(request)]


@require_safe
def predecessors(request: CouncilRequest, council: str) -> HttpResponse:
    """The areas, the latest first (1 query)."""
    require(request.actor, Permission.INDICATORS_VIEW)
    context = {
        "predecessors": list(Predecessor.objects.all()),
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "intro": INTRO,
    }
    return render(request, "indicators/predecessors.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def predecessor(request: CouncilRequest, council: str, predecessor: UUID | None = None) -> HttpResponse:
    """Name an area, or change what is said of it."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_predecessor(predecessor, lock=request.method == "POST") if predecessor else None
    form = PredecessorForm(posted(request), shown=PredecessorForm.shown_of(found) if found else None)

    def act() -> str:
        saved = save_predecessor(predecessor=found, by=request.actor, today=request.today, **form.said)
        return (
            f"{saved.name} saved. Figures up to {words_for_date(saved.ended_on)} are marked as its figures."
        )

    return save_or_show(
        request,
        form,
        act,
        done=_list_url(request),
        heading="Change the predecessor" if found else "Add a predecessor",
        caption=found.name if found else "",
        intro=INTRO,
        back=_list_url(request),
        trail=_trail(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_predecessor_page(request: CouncilRequest, council: str, predecessor: UUID) -> HttpResponse:
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_predecessor(predecessor, lock=request.method == "POST")
    form = RemoveForm(posted(request))

    def act() -> str:
        remove_predecessor(predecessor=found, by=request.actor, **form.said)
        return f"{found.name} removed."

    return save_or_show(
        request,
        form,
        act,
        done=_list_url(request),
        heading="Remove the predecessor",
        caption=found.name,
        intro="The figures stay. They are no longer marked as those of another area.",
        save="Remove the predecessor",
        back=_list_url(request),
        trail=_trail(request),
    )
