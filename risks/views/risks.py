"""Pages of one risk, and the forms to add, change and remove one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from core.ui.editing import EditForm, save_or_show
from core.words import plural
from councils.actors import CouncilRequest, can, require
from councils.models import Person, Post
from councils.permissions import Permission
from deliverables.models import Deliverable
from strategies.access import get_strategy
from strategies.models import Strategy

from ..access import get_risk
from ..actions import add_risk, change_risk, remove_risk
from ..forms import RiskForm
from ..models import Risk
from ..summaries import risk_lines
from .trails import list_url, register_trail


@require_safe
def one(request: CouncilRequest, council: str, risk: UUID) -> HttpResponse:
    """One risk (3 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    found = get_risk(risk)
    [line] = risk_lines([found], today=request.today)
    context = {
        "risk": found,
        "line": line,
        "owner": found.owner_words(names=can(request.actor, Permission.PEOPLE_NAMES)),
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "trail": [*register_trail(request, found.strategy), found.name],
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
    """Add a risk, with `deliverable` in the address to one that it threatens (5 queries to show)."""
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
        back=list_url(request, strategy),
        trail=register_trail(request, strategy),
        template="risks/form.html",
        save="Add the risk",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str, risk: UUID) -> HttpResponse:
    """Change a risk (6 queries to show)."""
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
        trail=[*register_trail(request, found.strategy), found.name, found.get_absolute_url()],
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
        done=list_url(request, found.strategy),
        heading="Remove this risk?",
        caption=found.name,
        intro="Only remove a risk that was entered by mistake. If it cannot happen any more, change its status to "
        "closed. You can undo this for an hour.",
        back=found.get_absolute_url(),
        trail=[*register_trail(request, found.strategy), found.name, found.get_absolute_url()],
        save="Remove it",
    )
