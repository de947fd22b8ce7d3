"""Start a plan from a template: choose one, see what it brings, leave rows out or reword them, and begin."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import ChangeRefused
from core.ui.editing import edit_page
from councils.actors import Actor, CouncilRequest, can, require
from councils.log.saying import saved_message
from councils.permissions import Permission

from .actions import start_plan
from .forms import StartForm
from .known import known_here
from .library import get_template, plan_templates
from .rules import WORDS

NEEDS = {"boards": Permission.BOARDS_CHANGE, "organisations": Permission.PEOPLE_CHANGE}
"""Parts that need more than the permission to change the plan."""


def _trail(request: CouncilRequest) -> list[str]:
    return ["Plan", reverse("strategies:list", kwargs={"council": request.council.slug})]


def _templates_url(request: CouncilRequest) -> str:
    return reverse("plan_templates:templates", kwargs={"council": request.council.slug})


def parts_of(actor: Actor) -> list[str]:
    """Parts of a template that the actor may add."""
    return [part for part in WORDS if part not in NEEDS or can(actor, NEEDS[part])]


@require_safe
def templates(request: CouncilRequest, council: str) -> HttpResponse:
    """List the templates with what each brings (no query)."""
    require(request.actor, Permission.PLAN_CHANGE)
    heading = "Start a plan from a template"
    context = {"templates": plan_templates(), "heading": heading, "trail": [*_trail(request), heading]}
    return render(request, "plan_templates/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: CouncilRequest, council: str, template: str) -> HttpResponse:
    """Show what a template brings, and start a plan from it (2 queries to show it)."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_template(template)
    form = StartForm(request.POST or None, template=found, known=known_here(), parts=parts_of(request.actor))
    if form.may_save:
        try:
            started = start_plan(template=form.chosen, cover=form.cover(), by=request.actor)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            saved_message(request, started.words)
            return redirect(started.strategy)
    return edit_page(
        request,
        form,
        heading=f"Start from: {found.title}",
        back=_templates_url(request),
        trail=[*_trail(request), "Start a plan from a template", _templates_url(request)],
        save="Start the plan",
        intro=found.about,
        template="plan_templates/start.html",
    )
