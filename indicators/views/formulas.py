"""Pages that set and remove the formula of a derived row."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..access import get_row
from ..actions import remove_formula, set_formula
from ..forms import RemoveForm, form_class
from ..models import FormulaPart
from ..rules.formulas import Formula
from .pages import page_url, posted, trail_to

HEADINGS = {
    Formula.DIFFERENCE: "Work it out as a difference",
    Formula.RATIO: "Work it out as a ratio",
    Formula.SHARE: "Work it out as a percentage of another row",
    Formula.POOLED: "Work it out as a pooled percentage",
}
INTRO = {
    Formula.DIFFERENCE: "For each period for which both rows have a figure. A gap between percentages is in "
    "percentage points.",
    Formula.RATIO: "For each period for which both rows have a figure.",
    Formula.SHARE: "For each period for which both rows have a figure.",
    Formula.POOLED: "The sum of the numerators over the sum of the denominators, for each period for which all rows "
    "have them. Percentages themselves are never summed or averaged.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def formula(request: CouncilRequest, council: str, indicator: UUID, kind: str) -> HttpResponse:
    """Say from which rows a derived row is worked out, by one kind of formula."""
    require(request.actor, Permission.PLAN_CHANGE)
    if kind not in list(Formula):
        raise Http404("There is no such formula.")
    chosen = Formula(kind)
    row = get_row(indicator, lock=request.method == "POST")
    parts = FormulaPart.objects.filter(indicator=row).select_related("operand").order_by("position")
    shown = list(parts) if row.formula == chosen else []
    make = form_class(chosen)
    form = make(posted(request), indicator=row, formula=chosen, shown=make.shown_of(shown) if shown else None)

    def act() -> str:
        saved = set_formula(indicator=row, formula=chosen, rows=form.rows, by=request.actor)
        return f"{saved.name} is worked out from now on, and for all periods so far."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        heading=HEADINGS[chosen],
        caption=row.full_name,
        intro=INTRO[chosen],
        back=page_url(request, row),
        trail=trail_to(request, row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_formula_page(request: CouncilRequest, council: str, indicator: UUID) -> HttpResponse:
    require(request.actor, Permission.PLAN_CHANGE)
    row = get_row(indicator)
    form = RemoveForm(posted(request))

    def act() -> str:
        remove_formula(indicator=row, by=request.actor, **form.said)
        return f"Formula of {row.name} removed."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        heading="Remove the formula",
        caption=row.full_name,
        intro="The values that it gave are removed with it. The change log keeps them.",
        save="Remove the formula",
        back=page_url(request, row),
        trail=trail_to(request, row),
    )
