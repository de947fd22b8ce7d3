"""Page on which administrators say whether small numbers are hidden on what leaves the council."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.ui.editing import save_or_show

from ..actors import CouncilRequest, require
from ..log.security_log import latest_events
from ..permissions import Permission
from .actions import change_small_numbers
from .forms import SmallNumbersForm, shown

PHRASES = {
    "small_numbers_hidden": "had small numbers hidden",
    "small_numbers_shown": "stopped hiding small numbers",
}


@require_http_methods(["GET", "HEAD", "POST"])
def small_numbers(request: CouncilRequest, council: str) -> HttpResponse:
    """Hide small numbers or stop hiding them, with a reason, and who did so before."""
    require(request.actor, Permission.SMALL_NUMBERS_CHANGE)
    form = SmallNumbersForm(request.POST or None, shown=shown(request.council.hides_small_numbers))

    def act() -> str:
        hides = change_small_numbers(
            council=request.council, by=request.actor, **form.said
        ).hides_small_numbers
        return (
            "Small numbers are hidden on everything that leaves the council."
            if hides
            else "Small numbers are no longer hidden."
        )

    address = reverse("councils:small_numbers", kwargs={"council": council})
    return save_or_show(
        request,
        form,
        act,
        done=address,
        say=messages.success,
        heading="Small numbers",
        back=request.council.get_absolute_url(),
        template="councils/small_numbers.html",
        events=latest_events(request.council, PHRASES),
    )
