"""Compare two versions, or a version with the plan as it is now: a page and a file."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core import tables
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from strategies.access import get_strategy
from strategies.models import Strategy

from ..access import visible_versions
from ..comparing import CSV_COLUMNS, compare_for, csv_rows
from ..comparing_choices import NOW, Side, choices_of, sides
from ..comparing_page import parts_of
from .trails import page_url, versions_trail

ON_A_PAGE = 100
"""Differences on a page of one sheet."""


def _sides(request: CouncilRequest, strategy: Strategy) -> list[Side]:
    return sides(request.actor, strategy, request.GET.get("from", ""), request.GET.get("to", "") or NOW)


@require_safe
def compare(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """What is different between two versions (3 queries, and at most 30 for the plan as it is now).

    With `sheet`, all differences of one sheet, in pages.
    """
    require(request.actor, Permission.PLAN_VIEW)
    strategy = get_strategy(slug)
    versions = list(visible_versions(request.actor, strategy).without_drafts().for_pages().newest_first())
    context = {
        "strategy": strategy,
        "choices": choices_of(versions),
        "from": request.GET.get("from", ""),
        "to": request.GET.get("to", "") or NOW,
        "trail": [*versions_trail(request, strategy), "Compare"],
    }
    if not context["from"]:
        return render(request, "plan_versions/compare.html", context)
    old, new = _sides(request, strategy)
    comparison = compare_for(request.actor, old.document, new.document)
    chosen = urlencode({"from": old.choice, "to": new.choice})
    context |= {
        "old": old,
        "new": new,
        "comparison": comparison,
        "csv_url": f"{page_url(request, strategy, 'compare_csv')}?{chosen}",
        "here": f"{page_url(request, strategy, 'compare')}?{chosen}",
    }
    if not (name := request.GET.get("sheet", "")):
        return render(request, "plan_versions/compare.html", context | {"parts": parts_of(comparison)})
    sheet = next((each for each in comparison.sheets if each.name == name), None)
    if sheet is None:
        raise Http404("These versions have no such sheet. Open the whole comparison.")
    page = Paginator(sheet.items, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "plan_versions/compare.html",
        context | {"parts": parts_of(comparison, sheet, page), "page": page},
    )


@require_safe
def compare_csv(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Download what is different, a row for each cell, small numbers hidden (as many queries as the page).

    Without a version to compare, the page where one chooses it.
    """
    require(request.actor, Permission.PLAN_VIEW)
    strategy = get_strategy(slug)
    if not request.GET.get("from"):
        return redirect(page_url(request, strategy, "compare"))
    old, new = _sides(request, strategy)
    comparison = compare_for(request.actor, old.document, new.document, outside=True)
    content = tables.csv_file([tables.Column(each) for each in CSV_COLUMNS], csv_rows(comparison))
    headers = {"Content-Disposition": f'attachment; filename="{council}-{slug}-compared.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
