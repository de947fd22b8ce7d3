"""Addresses and breadcrumbs that the pages of risks share."""

from __future__ import annotations

from django.urls import reverse

from councils.actors import CouncilRequest
from strategies.models import Strategy
from strategies.views.trails import strategy_trail


def list_url(request: CouncilRequest, strategy: Strategy) -> str:
    return reverse("risks:list", kwargs={"council": request.council.slug, "slug": strategy.slug})


def register_trail(request: CouncilRequest, strategy: Strategy) -> list[str]:
    return [*strategy_trail(request, strategy), "Risks", list_url(request, strategy)]
