"""The page that changes one strand."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused
from core.ui.editing import edit_page
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..access import get_strand, get_strategy
from ..actions import change_strand
from ..forms import StrandForm
from .plans import say_saved
from .trails import strand_trail, strand_url


@require_http_methods(["GET", "HEAD", "POST"])
def change_one(request: CouncilRequest, council: str, slug: str, code: str) -> HttpResponse:
    """Change a strand's code, titles and long-term plan."""
    require(request.actor, Permission.PLAN_CHANGE)
    strand = get_strand(get_strategy(slug), code, lock=request.method == "POST")
    back = strand_url(request, strand)
    trail = strand_trail(request, strand)
    noun = strand.strategy.strand_noun.lower()
    form = StrandForm(request.POST or None, shown=StrandForm.shown_of(strand))
    if form.may_save:
        try:
            is_changed = change_strand(strand=strand, by=request.actor, **form.arguments())
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            say_saved(request, f"{strand} saved.", is_changed)
            return redirect(strand_url(request, strand))
    return edit_page(request, form, heading=f"Change the {noun}", back=back, trail=trail)
