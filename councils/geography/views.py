"""Page of a council's area codes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.ui.editing import save_or_show

from ..actors import CouncilRequest, require
from ..permissions import Permission
from .actions import change_codes
from .codes import codes_of
from .forms import CodesForm


@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: CouncilRequest, council: str) -> HttpResponse:
    """Say the codes by which published statistics name the council and its region."""
    require(request.actor, Permission.INDICATORS_RECORD)
    known = codes_of(request.council)
    benchmarks = reverse("indicators:benchmarks", kwargs={"council": council})
    form = CodesForm(request.POST if request.method == "POST" else None, shown=CodesForm.shown_of(known))

    def act() -> str:
        changed = change_codes(council=request.council, by=request.actor, **form.said)
        return "Area codes saved." if changed else "Area codes are as they were."

    return save_or_show(
        request,
        form,
        act,
        say=messages.success,
        done=benchmarks,
        heading="Area codes",
        intro="Published statistics name councils by these codes. Figures of your council are found by them. "
        f"Codes that figures are found by now: {', '.join(sorted(known.every)) or 'none'}.",
        back=benchmarks,
    )
