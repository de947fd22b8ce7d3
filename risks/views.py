"""Pages of risks: the register of a plan, one risk, and the forms to add, change and remove one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.ui.editing import EditForm, save_or_show
from core.words import plural
from councils.actors import CouncilRequest, can, require
from councils.models import Person, Post
from councils.permissions import Permission
from deliverables.models import Deliverable
from strategies.access import get_strategy
from strategies.models import Strategy
from strategies.views.trails import strategy_trail

from .access import get_risk
from .actions import add_risk, change_risk, remove_risk
from .exporters import register_csv
from .forms import RegisterForm, RiskForm
from .models import Risk
from .summaries import owners_of, risk_lines, risks_of

PER_PAGE = 50


def _list_url(request: CouncilRequest, strategy: Strategy) -> str:
    return reverse("risks:list", kwargs={"council": request.council.slug, "slug": strategy.slug})


def _trail(request: CouncilRequest, strategy: Strategy) -> list[str]:
    return [*strategy_trail(request, strategy), "Risks", _list_url(request, strategy)]


def _register_form(request: CouncilRequest, strategy: Strategy) -> RegisterForm:
    names = can(request.actor, Permission.PEOPLE_NAMES)
    owners = [(key, name if names else short) for key, name, short in owners_of(strategy)]
    return RegisterForm(request.GET, owners=owners)


@require_safe
def register(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """A page of the plan's risks that match the filters, the highest first (5 queries)."""
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
        "lines": [(line, line.risk.owner_words(names=names)) for line in lines],
        "csv_url": _csv_url(request, strategy),
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "trail": _trail(request, strategy)[:-1],
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
    """Download the risks that match the filters as CSV (4 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    strategy = get_strategy(slug)
    query = _register_form(request, strategy).query
    lines = risk_lines(risks_of(strategy, query, today=request.today), today=request.today)
    content = register_csv(lines, names=can(request.actor, Permission.PEOPLE_NAMES))
    disposition = {"Content-Disposition": f'attachment; filename="{council}-{slug}-risks.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=disposition)


@require_safe
def one(request: CouncilRequest, council: str, risk: UUID) -> HttpResponse:
    """One risk (2 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    found = get_risk(risk)
    [line] = risk_lines([found], today=request.today)
    context = {
        "risk": found,
        "line": line,
        "owner": found.owner_words(names=can(request.actor, Permission.PEOPLE_NAMES)),
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "trail": [*_trail(request, found.strategy), found.name],
        "has_sample": found.sample,
    }
    return render(request, "risks/risk.html", context)


def _form(
    request: CouncilRequest,
    strategy: Strategy,
    *,
    risk: Risk | None = None,
    linked: Sequence[Deliverable] = (),
    initial: dict[str, Any] | None = None,
) -> RiskForm:
    """The form with its choices (3 queries)."""
    people = list(Person.objects.present())
    if risk and risk.owner and risk.owner not in people:
        people.append(risk.owner)
    return RiskForm(
        request.POST or None,
        people=people,
        posts=list(Post.objects.order_by("title", "id")),
        deliverables=list(
            Deliverable.with_dropped.to_link(strategy, also=Q(pk__in=[each.pk for each in linked]))
        ),
        noun=plural(strategy.deliverable_noun),
        risk=risk,
        linked=linked,
        initial=initial or {},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Add a risk, with `deliverable` in the address to one that it threatens (4 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug, lock=request.method == "POST")
    form = _form(request, strategy, initial={"deliverables": request.GET.getlist("deliverable")})
    added: list[Risk] = []

    def act() -> str:
        added.append(add_risk(strategy=strategy, facts=form.facts, by=request.actor))
        return f"Risk {added[0].name} added."

    return save_or_show(
        request,
        form,
        act,
        done=lambda: added[0].get_absolute_url(),
        heading="Add a risk",
        caption=strategy.title,
        back=_list_url(request, strategy),
        trail=_trail(request, strategy),
        template="risks/form.html",
        save="Add the risk",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str, risk: UUID) -> HttpResponse:
    """Change a risk (5 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_risk(risk, lock=request.method == "POST")
    [line] = risk_lines([found], today=request.today)
    form = _form(request, found.strategy, risk=found, linked=line.deliverables)

    def act() -> str:
        change_risk(risk=found, facts=form.facts, by=request.actor)
        return f"Risk {found.name} saved."

    return save_or_show(
        request,
        form,
        act,
        done=found.get_absolute_url(),
        heading="Change the risk",
        caption=found.name,
        back=found.get_absolute_url(),
        trail=[*_trail(request, found.strategy), found.name, found.get_absolute_url()],
        template="risks/form.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: CouncilRequest, council: str, risk: UUID) -> HttpResponse:
    """Remove a risk that was entered by mistake."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_risk(risk, lock=request.method == "POST")
    form = EditForm(request.POST or None)

    def act() -> str:
        remove_risk(risk=found, by=request.actor)
        return f"Risk {found.name} removed."

    return save_or_show(
        request,
        form,
        act,
        done=_list_url(request, found.strategy),
        heading="Remove this risk?",
        caption=found.name,
        intro="Only remove a risk that was entered by mistake. If it cannot happen any more, change its status to "
        "closed. You can undo this for an hour.",
        back=found.get_absolute_url(),
        trail=[*_trail(request, found.strategy), found.name, found.get_absolute_url()],
        save="Remove it",
    )
