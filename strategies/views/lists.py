"""The page of one list of a strategy or a strand: all its rows at once, and lines pasted into it."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused
from core.ui.edit_rows import MAX_ROWS, EditRows
from core.ui.editing import edit_page
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..access import get_strand, get_strategy
from ..actions import save_list
from ..forms import FORMS, PlanRow, pasted_into
from ..forms.choices import choices_for
from ..models import Strand, Strategy
from ..plan_lists import STRAND_LISTS, STRATEGY_LISTS, PlanList, list_named
from .plans import say_saved
from .trails import strand_trail, strand_url, strategy_trail, strategy_url

ADD_MORE = "more"
SPARE_ROWS = 2


@require_http_methods(["GET", "HEAD", "POST"])
def strategy_list(request: CouncilRequest, council: str, slug: str, name: str) -> HttpResponse:
    """Change a list of a strategy (at most 8 queries to show it)."""
    require(request.actor, Permission.PLAN_CHANGE)
    plan_list = list_named(STRATEGY_LISTS, name)
    strategy = get_strategy(slug, lock=request.method == "POST")
    return _list_page(
        request,
        plan_list,
        strategy,
        strategy,
        trail=strategy_trail(request, strategy),
        back=strategy_url(request, strategy),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def strand_list(request: CouncilRequest, council: str, slug: str, code: str, name: str) -> HttpResponse:
    """Change a list of a strand (at most 5 queries to show it)."""
    require(request.actor, Permission.PLAN_CHANGE)
    plan_list = list_named(STRAND_LISTS, name)
    strand = get_strand(get_strategy(slug), code, lock=request.method == "POST")
    return _list_page(
        request,
        plan_list,
        strand,
        strand.strategy,
        trail=strand_trail(request, strand),
        back=strand_url(request, strand),
    )


def _list_page(
    request: CouncilRequest,
    plan_list: PlanList,
    owner: Strategy | Strand,
    strategy: Strategy,
    *,
    trail: Sequence[str],
    back: str,
) -> HttpResponse:
    row_form = FORMS[plan_list.name]
    choices, found = choices_for(plan_list.name, owner)
    data = pasted_into(request.POST or None, row_form)
    rows = plan_list.rows(owner)
    form: EditRows[PlanRow] = EditRows(
        row_form,
        data,
        shown={row.public_id: row_form.shown_of(row) for row in rows},
        noun=plan_list.words(plan_list.noun, strategy),
        spare=SPARE_ROWS,
        choices=choices,
    )
    title = plan_list.words(plan_list.title, strategy)
    too_many = data.get("pasted", "") if data else ""
    if too_many:
        form.problems.append(f"Paste at most {MAX_ROWS} lines at a time. Those below are not in the list yet")
    if form.may_save:
        try:
            is_changed = save_list(
                plan_list=plan_list,
                owner=owner,
                rows=[row.list_row(found) for row in form.kept],
                removed=form.removed,
                by=request.actor,
            )
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            say_saved(request, f"{title} saved.", is_changed)
            return redirect(request.path if ADD_MORE in request.POST else back)
    return edit_page(
        request,
        form,
        heading=title,
        caption=str(owner),
        back=back,
        trail=trail,
        template="strategies/plan_list.html",
        intro=plan_list.words(plan_list.help, strategy),
        paste_help=row_form.paste_help,
        pasted=too_many,
    )
