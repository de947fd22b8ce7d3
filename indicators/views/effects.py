"""Pages that say which deliverables are meant to move which indicators."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from core.ui.editing import save_or_show
from core.words import with_article
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from councils.tenancy import own_noun
from deliverables.access import get_deliverable

from ..access import get_effect, get_row
from ..actions import add_effect, change_effect, remove_effect
from ..forms import EffectForm, EffectOfDeliverableForm, EffectOnIndicatorForm, RemoveForm
from .pages import page_url, posted, trail_to


@require_http_methods(["GET", "HEAD", "POST"])
def effect_on_indicator(request: CouncilRequest, council: str, indicator: UUID) -> HttpResponse:
    """Say that a deliverable, to pick, is meant to move this indicator."""
    require(request.actor, Permission.PLAN_CHANGE)
    row = get_row(indicator)
    form = EffectOnIndicatorForm(posted(request))

    def act() -> str:
        said = form.said
        deliverable = form.found[said.pop("deliverable")]
        add_effect(deliverable=deliverable, indicator=row, by=request.actor, picked="deliverable", **said)
        return "Expected effect saved."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        heading=f"Add {with_article(own_noun('deliverable'))} that should move this",
        caption=row.full_name,
        back=page_url(request, row),
        trail=trail_to(request, row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def effect_of_deliverable(request: CouncilRequest, council: str, deliverable: UUID) -> HttpResponse:
    """Say that this deliverable is meant to move an indicator, to pick."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_deliverable(deliverable)
    form = EffectOfDeliverableForm(posted(request))

    def act() -> str:
        said = form.said
        row = form.found[said.pop("indicator")]
        add_effect(deliverable=found, indicator=row, by=request.actor, picked="indicator", **said)
        return "Expected effect saved."

    return save_or_show(
        request,
        form,
        act,
        done=found.get_absolute_url(),
        heading="Add an indicator that this should move",
        caption=found.name,
        back=found.get_absolute_url(),
        trail=[found.name, found.get_absolute_url()],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str, effect: UUID) -> HttpResponse:
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_effect(effect, lock=request.method == "POST")
    form = EffectForm(posted(request), shown=EffectForm.shown_of(found))

    def act() -> str:
        change_effect(effect=found, by=request.actor, **form.said)
        return "Expected effect saved."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, found.indicator),
        heading="Change the expected effect",
        caption=f"{found.deliverable.name}: {found.indicator.full_name}",
        back=page_url(request, found.indicator),
        trail=trail_to(request, found.indicator),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: CouncilRequest, council: str, effect: UUID) -> HttpResponse:
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_effect(effect, lock=request.method == "POST")
    form = RemoveForm(posted(request))

    def act() -> str:
        remove_effect(effect=found, by=request.actor, **form.said)
        return "Expected effect removed."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, found.indicator),
        heading="Remove the expected effect",
        caption=f"{found.deliverable.name}: {found.indicator.full_name}",
        save="Remove it",
        back=page_url(request, found.indicator),
        trail=trail_to(request, found.indicator),
    )
