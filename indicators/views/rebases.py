"""Pages that re-base the limits of an indicator, and remove a re-base."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from core.periods import Period
from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, require
from councils.log.saying import saved_message
from councils.permissions import Permission

from ..access import get_rebase, get_row
from ..actions import add_rebase, remove_rebase
from ..forms import RebaseForm, RemoveForm
from ..spc_series import periods_to_rebase
from .pages import page_url, posted, trail_to

WHEN = (
    "Re-base only when something has changed for good, so that older figures no longer say what to expect. "
    "Figures from this period on get a mean and limits of their own."
)
NOT_YET = (
    "There is nothing to re-base yet. A re-base needs figures for quarters or months before and after it."
)


@require_http_methods(["GET", "HEAD", "POST"])
def rebase(request: CouncilRequest, council: str, indicator: UUID) -> HttpResponse:
    """Begin new limits from a period on, with the reason."""
    require(request.actor, Permission.INDICATORS_RECORD)
    row = get_row(indicator, lock=request.method == "POST")
    periods = periods_to_rebase(row, today=request.today)
    form = RebaseForm(posted(request), periods=periods)

    def act() -> str:
        said = form.said
        period = Period.parse(said.pop("period"))
        add_rebase(
            indicator=row, period=period, by=request.actor, today=request.today, now=request.now, **said
        )
        return f"The limits begin anew with {period.words}."

    return save_or_show(
        request,
        form,
        act,
        say=saved_message,
        done=page_url(request, row),
        heading="Re-base the limits",
        caption=row.full_name,
        intro=WHEN if periods else NOT_YET,
        back=page_url(request, row),
        trail=trail_to(request, row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_rebase_page(request: CouncilRequest, council: str, indicator: UUID, rebase: UUID) -> HttpResponse:
    require(request.actor, Permission.INDICATORS_RECORD)
    row = get_row(indicator)
    found = get_rebase(row, rebase, lock=request.method == "POST")
    form = RemoveForm(posted(request))
    words = Period.parse(found.period).words

    def act() -> str:
        remove_rebase(rebase=found, by=request.actor, today=request.today, **form.said)
        return f"Re-base from {words} removed."

    return save_or_show(
        request,
        form,
        act,
        say=saved_message,
        done=page_url(request, row),
        heading="Remove the re-base",
        caption=row.full_name,
        intro=f"The re-base from {words}: {found.reason}",
        save="Remove the re-base",
        back=page_url(request, row),
        trail=trail_to(request, row),
    )
