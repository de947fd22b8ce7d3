"""The versions of a plan, the version table to print, and the page of one version."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from strategies.access import get_strategy
from strategies.views.trails import strategy_trail

from ..access import get_version
from ..comparing_choices import NOW, choices_of
from ..summaries import history_of, line_of, versions_of
from .trails import VERSIONS, page_url, version_url, versions_trail


@require_safe
def versions(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """All versions with what each waits for, and the version table (5 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    strategy = get_strategy(slug)
    found = versions_of(request.actor, strategy)
    context = {
        "strategy": strategy,
        "found": found,
        "choices": choices_of(found.with_copies),
        "now": NOW,
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "trail": [*strategy_trail(request, strategy), VERSIONS],
    }
    return render(request, "plan_versions/list.html", context)


@require_safe
def table(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """The version table as the plan prints it, for paper (5 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    strategy = get_strategy(slug)
    context = {
        "strategy": strategy,
        "found": versions_of(request.actor, strategy),
        "trail": [*versions_trail(request, strategy), "Version control"],
    }
    return render(request, "plan_versions/table.html", context)


@require_safe
def version(request: CouncilRequest, council: str, slug: str, version: UUID) -> HttpResponse:
    """One version: what it waits for, its steps, its history and what may be done now (at most 5 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    found = get_version(request.actor, get_strategy(slug), version)
    line = line_of(request.actor, found)
    context = {
        "strategy": found.strategy,
        "version": found,
        "line": line,
        "history": history_of(found),
        "compare_url": f"{page_url(request, found.strategy, 'compare')}?from={found.public_id}&to={NOW}",
        "trail": [*versions_trail(request, found.strategy), found.label],
        "url": version_url(request, found),
    }
    return render(request, "plan_versions/version.html", context)
