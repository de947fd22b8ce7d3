"""Add and change many deliverables on a grid, typed or pasted."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.ui.editing import undo_message
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from strategies.access import get_strand, get_strategy
from strategies.models import Strand, Strategy

from ..actions import ChangeRefused, StaleDeliverables, save_rows, saved_words
from ..forms import GridForm
from ..models import Deliverable
from ..plan_names import PlanNames

PER_PAGE = 200
"""Rows on a page. With the spare ones, their fields stay below DATA_UPLOAD_MAX_NUMBER_FIELDS."""


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Show the deliverables of a strategy, or of `strand`, as a grid, and save what was typed (17 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug)
    code = request.GET.get("strand", "")
    strands = [get_strand(strategy, code)] if code else list(Strand.objects.filter(strategy=strategy))
    form, page = _form(request, strategy, strands)
    step = request.POST.get("step", "")
    if request.method != "POST":
        return _page(request, form, page, code)
    if step == "paste":
        form.put_pasted()
    elif step == "more":
        form.add_rows()
    form.check()
    if step != "save" or not form.may_save:
        return _page(request, form, page, code, status=_status(form))
    if not form.said:
        return redirect(request.get_full_path())
    repeats = form.find_repeats()
    try:
        written = save_rows(
            rows=form.said, reason=form.reason, by=request.actor, expected_versions=form.expected_versions
        )
    except ChangeRefused as refused:
        form.reason_error = str(refused)
        return _page(request, form, page, code, status=422)
    except StaleDeliverables:
        form, page = _form(request, strategy, strands)
        form.check()
        return _page(request, form, page, code, status=409)
    words = saved_words(written, strategy.deliverable_noun.lower())
    undo_message(request, f"{words} {repeats}".strip())
    return redirect(strands[0] if code else strategy)


def _form(
    request: CouncilRequest, strategy: Strategy, strands: list[Strand]
) -> tuple[GridForm, Page[Deliverable]]:
    rows = Deliverable.objects.filter(strand__in=strands).in_plan_order().with_parts()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    data = request.POST if request.method == "POST" else None
    shown = list(page.object_list)
    elsewhere = rows.exclude(pk__in=[each.pk for each in shown]) if page.has_other_pages() else ()
    names = PlanNames.read(strands)
    return GridForm(data, strategy, strands, shown, names, request.today, list(elsewhere)), page


def _status(form: GridForm) -> int:
    if form.errors:
        return 422
    return 409 if form.clashes else 200


def _page(
    request: CouncilRequest, form: GridForm, page: Page[Deliverable], code: str, *, status: int = 200
) -> HttpResponse:
    form.find_repeats()
    strategy = form.strategy
    where = {"council": request.council.slug, "slug": strategy.slug}
    strand = form.strands[0] if code else None
    back = (
        reverse("strategies:strand", kwargs={**where, "code": code})
        if strand
        else reverse("strategies:strategy", kwargs=where)
    )
    context = {
        "form": form,
        "strategy": strategy,
        "strand": strand,
        "page": page,
        "back_url": back,
        "clashes": form.clashes if not form.errors else [],
        "asks_reason": form.needs_reason or bool(form.reason) or bool(form.reason_error),
        "is_sent": request.method == "POST",
        "adds": form.adds if request.method == "POST" and not form.errors else "",
    }
    return render(request, "deliverables/grid.html", context, status=status)
