"""The forms of an area that an inspection has named."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from boards.models import Board
from core.ui.editing import EditForm, save_or_show
from councils.actors import CouncilRequest, require
from councils.models import Organisation
from councils.permissions import Permission
from strategies.access import get_strategy

from ..access import get_area
from ..actions import add_area, change_area, remove_area
from ..forms import AreaForm
from ..models import AreaBoard, AreaPartner, InspectionArea
from .trails import inspection_trail, inspection_url


def _organisations() -> list[Organisation]:
    return list(Organisation.objects.select_related("successor").order_by("name", "id"))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Add an area (3 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug, lock=request.method == "POST")
    form = AreaForm(
        request.POST or None,
        organisations=_organisations(),
        boards=list(Board.objects.in_order()),
        today=request.today,
    )
    added: list[InspectionArea] = []

    def act() -> str:
        added.append(add_area(strategy=strategy, by=request.actor, **form.said))
        return f"{added[0].name} added. Now tick what in the plan answers it."

    return save_or_show(
        request,
        form,
        act,
        done=lambda: added[0].get_absolute_url(),
        heading="Add an area",
        caption=strategy.title,
        back=inspection_url(request, strategy),
        trail=inspection_trail(request, strategy),
        save="Add the area",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str, area: UUID) -> HttpResponse:
    """Change an area, who is accountable for it and which boards follow it (5 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_area(area, lock=request.method == "POST")
    form = AreaForm(
        request.POST or None,
        organisations=_organisations(),
        boards=list(Board.objects.in_order()),
        today=request.today,
        area=found,
        partners_now=list(AreaPartner.objects.filter(area=found).select_related("organisation")),
        boards_now=list(AreaBoard.objects.filter(area=found).select_related("board")),
    )

    def act() -> str:
        change_area(area=found, by=request.actor, **form.said)
        return f"{found.name} saved."

    return save_or_show(
        request,
        form,
        act,
        done=found.get_absolute_url,
        heading="Change the area",
        caption=found.name,
        back=found.get_absolute_url(),
        trail=inspection_trail(request, found.strategy),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: CouncilRequest, council: str, area: UUID) -> HttpResponse:
    """Remove an area."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_area(area, lock=request.method == "POST")
    form = EditForm(request.POST or None)

    def act() -> str:
        remove_area(area=found, by=request.actor)
        return f"{found.name} removed."

    return save_or_show(
        request,
        form,
        act,
        done=inspection_url(request, found.strategy),
        heading="Remove this area?",
        caption=found.name,
        intro="Its evidence stays, and so does what answers it. You can undo this for an hour.",
        back=found.get_absolute_url(),
        trail=inspection_trail(request, found.strategy),
        save="Remove it",
    )
