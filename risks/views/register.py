"""The risk register of a plan, as a page and as a CSV file, and the council's scale of risks."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from strategies.access import get_strategy
from strategies.models import Strategy

from ..actions import change_scale
from ..exporters import register_csv
from ..forms import RegisterForm, ScaleForm
from ..models import RiskScale
from ..summaries import matrix_of, owners_of, risk_lines, risks_of
from .trails import list_url, register_trail

PER_PAGE = 50


def _register_form(request: CouncilRequest, strategy: Strategy) -> RegisterForm:
    names = can(request.actor, Permission.PEOPLE_NAMES)
    owners = [(key, name if names else short) for key, name, short in owners_of(strategy)]
    return RegisterForm(request.GET, owners=owners)


@require_safe
def register(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """A page of the plan's risks that match the filters, the highest first (7 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    strategy = get_strategy(slug)
    form = _register_form(request, strategy)
    query = form.query
    page = Paginator(risks_of(strategy, query, today=request.today), PER_PAGE).get_page(
        request.GET.get("page")
    )
    lines = risk_lines(page.object_list, today=request.today)
    names = can(request.actor, Permission.PEOPLE_NAMES)
    context = {
        "strategy": strategy,
        "form": form,
        "filtered": query.any,
        "page": page,
        "matrix": matrix_of(strategy),
        "lines": [(line, line.risk.owner_words(names=names)) for line in lines],
        "csv_url": _csv_url(request, strategy),
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "trail": register_trail(request, strategy)[:-1],
        "has_sample": any(line.risk.sample for line in lines),
    }
    return render(request, "risks/list.html", context)


def _csv_url(request: CouncilRequest, strategy: Strategy) -> str:
    url = reverse("risks:csv", kwargs={"council": request.council.slug, "slug": strategy.slug})
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"{url}?{asked.urlencode()}" if asked else url


@require_safe
def register_file(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Download the risks that match the filters as CSV (5 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    strategy = get_strategy(slug)
    query = _register_form(request, strategy).query
    lines = risk_lines(risks_of(strategy, query, today=request.today), today=request.today)
    content = register_csv(lines, names=can(request.actor, Permission.PEOPLE_NAMES))
    disposition = {"Content-Disposition": f'attachment; filename="{council}-{slug}-risks.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=disposition)


@require_http_methods(["GET", "HEAD", "POST"])
def scale(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Change the scale on which the risks of all plans are judged (2 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug)
    form = ScaleForm(request.POST or None, shown=ScaleForm.shown_of(RiskScale.current()))

    def act() -> str:
        changed = change_scale(by=request.actor, **form.scale_lines)
        return "Scale of risks saved." if changed else "Nothing has changed."

    return save_or_show(
        request,
        form,
        act,
        done=list_url(request, strategy),
        say=messages.success,
        heading="Scale of risks",
        caption=strategy.title,
        intro="It is for the risks of all plans of your council. A score is likelihood × impact. Risks keep their "
        "place: step 3 stays step 3 in other words. A step that a risk has cannot be taken away.",
        back=list_url(request, strategy),
        trail=register_trail(request, strategy),
    )
