"""Pages that add, change, move and remove rows of the indicator tables."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from core.ui.editing import save_or_show, undo_message
from core.words import count_words
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..access import get_row
from ..actions import add_indicators, change_indicator, move_indicator, remove_indicator
from ..forms import IndicatorForm, NewIndicatorForm, RemoveForm, SeveralForm
from ..models import Indicator
from ..places import places
from ..rules import Unit
from .pages import list_url, page_url, posted, trail_to

NO_PLAN = "There is no plan yet, so there is no place for a row. Add the plan first."

FIRST = {"unit": Unit.PERCENT, "basis": Indicator.Basis.QUARTER}
"""What the forms for new rows have chosen at first."""


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: CouncilRequest, council: str) -> HttpResponse:
    """Add one row. `?place=` is the place that is chosen at first."""
    require(request.actor, Permission.PLAN_CHANGE)
    known = places()
    first = FIRST | {"place": request.GET.get("place", ""), "kind": Indicator.Kind.QUANTITATIVE}
    form = NewIndicatorForm(posted(request), places=known, initial=first)
    added: list[Indicator] = []

    def act() -> str:
        added.extend(add_indicators(rows=[form.words], by=request.actor, **form.alike))
        return f"{added[0].name} added."

    return save_or_show(
        request,
        form,
        act,
        done=lambda: page_url(request, added[0]),
        heading="Add an indicator",
        intro="" if known.of else NO_PLAN,
        save="Add the indicator",
        back=list_url(request),
        trail=trail_to(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_several(request: CouncilRequest, council: str) -> HttpResponse:
    """Add several rows to one place, a line each."""
    require(request.actor, Permission.PLAN_CHANGE)
    known = places()
    form = SeveralForm(
        posted(request),
        places=known,
        initial=FIRST | {"place": request.GET.get("place", "")},
    )

    def act() -> str:
        said = {name: form.cleaned_data[name] for name in ("unit", "polarity", "basis")}
        in_words = said["unit"] == Unit.TEXT
        added = add_indicators(
            place=form.place_chosen,
            rows=form.cleaned_data["rows"],
            kind=Indicator.Kind.QUALITATIVE if in_words else Indicator.Kind.QUANTITATIVE,
            by=request.actor,
            **said,
        )
        return f"{count_words(len(added), 'indicator')} added."

    return save_or_show(
        request,
        form,
        act,
        done=list_url(request),
        heading="Add several indicators",
        intro="" if known.of else NO_PLAN,
        save="Add the indicators",
        back=list_url(request),
        trail=trail_to(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_row(request: CouncilRequest, council: str, indicator: UUID) -> HttpResponse:
    require(request.actor, Permission.PLAN_CHANGE)
    row = get_row(indicator, lock=request.method == "POST")
    form = IndicatorForm(
        posted(request), places=places(around=row), row=row, shown=IndicatorForm.shown_of(row)
    )

    def act() -> str:
        return f"{change_indicator(indicator=row, by=request.actor, **form.row).name} saved."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        heading="Change the indicator",
        caption=row.full_name,
        back=page_url(request, row),
        trail=trail_to(request, row),
    )


@require_POST
def move(request: CouncilRequest, council: str, indicator: UUID) -> HttpResponseRedirect:
    """Move a row up or down among the rows of its place."""
    require(request.actor, Permission.PLAN_CHANGE)
    row = get_row(indicator)
    up = request.POST.get("to") == "up"
    if move_indicator(indicator=row, up=up, by=request.actor):
        undo_message(request, f"{row.name} moved {'up' if up else 'down'}.")
    else:
        messages.warning(request, f"{row.name} is already the {'first' if up else 'last'} of its place.")
    return redirect(page_url(request, row))


@require_http_methods(["GET", "HEAD", "POST"])
def remove_row(request: CouncilRequest, council: str, indicator: UUID) -> HttpResponse:
    require(request.actor, Permission.PLAN_CHANGE)
    row = get_row(indicator)
    form = RemoveForm(posted(request))

    def act() -> str:
        remove_indicator(indicator=row, by=request.actor, **form.said)
        return f"{row.name} removed."

    return save_or_show(
        request,
        form,
        act,
        done=list_url(request),
        heading="Remove the indicator",
        caption=row.full_name,
        intro="Only a row without figures, targets and sub-rows can be removed. "
        "If it is no longer measured, say when it ended instead.",
        save="Remove the indicator",
        back=page_url(request, row),
        trail=trail_to(request, row),
    )
