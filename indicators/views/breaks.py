"""Pages that add, change and remove a break in the series of an indicator."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from core.periods import Period
from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, require
from councils.log.saying import saved_message
from councils.permissions import Permission

from ..access import get_break, get_row
from ..actions import add_break, change_break, remove_break
from ..forms import BreakForm, RemoveForm
from ..models import Reading, SeriesBreak
from .pages import page_url, posted, trail_to

INTRO = "Figures from this period on cannot be compared with the earlier ones. Trends are not drawn across the break."


@require_http_methods(["GET", "HEAD", "POST"])
def break_of(
    request: CouncilRequest, council: str, indicator: UUID, series_break: UUID | None = None
) -> HttpResponse:
    """Mark a break in the series, or change one."""
    require(request.actor, Permission.PLAN_CHANGE)
    row = get_row(indicator, lock=request.method == "POST")
    found = get_break(row, series_break) if series_break else None
    readings = Reading.objects.filter(indicator=row).latest_first().values_list("period", flat=True)
    form = BreakForm(
        posted(request),
        indicator=row,
        known=list(dict.fromkeys([*([found.period] if found else []), *readings])),
        today=request.today,
        shown=BreakForm.shown_of(found) if found else None,
    )

    def act() -> str:
        note = form.cleaned_data["note"]
        if found:
            change_break(series_break=found, period=form.chosen, note=note, by=request.actor)
        else:
            add_break(indicator=row, period=form.chosen, note=note, by=request.actor, today=request.today)
        return f"Break in the series from {form.chosen.words} saved."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        say=saved_message,
        heading="Change the break in the series" if found else "Mark a break in the series",
        caption=row.full_name,
        intro=INTRO,
        back=page_url(request, row),
        trail=trail_to(request, row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_break_page(
    request: CouncilRequest, council: str, indicator: UUID, series_break: UUID
) -> HttpResponse:
    require(request.actor, Permission.PLAN_CHANGE)
    row = get_row(indicator)
    found: SeriesBreak = get_break(row, series_break, lock=request.method == "POST")
    form = RemoveForm(posted(request))
    words = f"Break in the series from {Period.parse(found.period).words}"

    def act() -> str:
        remove_break(series_break=found, by=request.actor, **form.said)
        return f"{words} removed."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        say=saved_message,
        heading="Remove the break in the series",
        caption=row.full_name,
        intro=f"{words}: {found.note}",
        save="Remove the break",
        back=page_url(request, row),
        trail=trail_to(request, row),
    )
