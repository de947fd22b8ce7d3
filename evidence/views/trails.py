"""Breadcrumbs and addresses that the pages of this room share."""

from __future__ import annotations

from django.urls import reverse

from councils.actors import CouncilRequest
from strategies.models import Strategy
from strategies.views.trails import strategy_trail

from ..models import Evidence


def evidence_url(request: CouncilRequest, strategy: Strategy) -> str:
    return reverse("evidence:list", kwargs={"council": request.council.slug, "slug": strategy.slug})


def inspection_url(request: CouncilRequest, strategy: Strategy) -> str:
    return reverse("evidence:inspection", kwargs={"council": request.council.slug, "slug": strategy.slug})


def evidence_trail(request: CouncilRequest, strategy: Strategy) -> list[str]:
    return [*strategy_trail(request, strategy), "Evidence", evidence_url(request, strategy)]


def one_trail(request: CouncilRequest, evidence: Evidence) -> list[str]:
    return [*evidence_trail(request, evidence.strategy), evidence.title, evidence.get_absolute_url()]


def inspection_trail(request: CouncilRequest, strategy: Strategy) -> list[str]:
    return [*strategy_trail(request, strategy), "Inspection view", inspection_url(request, strategy)]
