"""Breadcrumbs and addresses that the pages of versions share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from councils.actors import CouncilRequest
from strategies.models import Strategy
from strategies.views.trails import strategy_trail

from ..models import PlanVersion

VERSIONS = "Versions and approvals"


def page_url(request: CouncilRequest, strategy: Strategy, name: str, **place: Any) -> str:
    where = {"council": request.council.slug, "slug": strategy.slug, **place}
    return reverse(f"plan_versions:{name}", kwargs=where)


def list_url(request: CouncilRequest, strategy: Strategy) -> str:
    return page_url(request, strategy, "list")


def version_url(request: CouncilRequest, version: PlanVersion) -> str:
    return page_url(request, version.strategy, "version", version=version.public_id)


def versions_trail(request: CouncilRequest, strategy: Strategy) -> list[str]:
    return [*strategy_trail(request, strategy), VERSIONS, list_url(request, strategy)]


def version_trail(request: CouncilRequest, version: PlanVersion) -> list[str]:
    return [*versions_trail(request, version.strategy), version.label, version_url(request, version)]
