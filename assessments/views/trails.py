"""Addresses and breadcrumbs that the pages of an assessment share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from councils.actors import CouncilRequest
from strategies.models import Strategy


def page_url(request: CouncilRequest, strategy: Strategy, page: str = "assessment", **more: Any) -> str:
    place = {"council": request.council.slug, "slug": strategy.slug}
    return reverse(f"assessments:{page}", kwargs=place | more)


def plan_trail(request: CouncilRequest, strategy: Strategy) -> list[str]:
    place = {"council": request.council.slug}
    plan = reverse("strategies:strategy", kwargs=place | {"slug": strategy.slug})
    return ["Plan", reverse("strategies:list", kwargs=place), strategy.title, plan]


def trail(request: CouncilRequest, strategy: Strategy) -> list[str]:
    return [*plan_trail(request, strategy), "Assessment", page_url(request, strategy)]
