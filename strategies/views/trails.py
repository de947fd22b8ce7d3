"""Breadcrumbs and addresses that the pages of a plan share."""

from __future__ import annotations

from django.urls import reverse

from councils.actors import CouncilRequest

from ..models import Strand, Strategy


def plans_url(request: CouncilRequest) -> str:
    return reverse("strategies:list", kwargs={"council": request.council.slug})


def strategy_url(request: CouncilRequest, strategy: Strategy) -> str:
    return reverse("strategies:strategy", kwargs={"council": request.council.slug, "slug": strategy.slug})


def strand_url(request: CouncilRequest, strand: Strand) -> str:
    return reverse(
        "strategies:strand",
        kwargs={"council": request.council.slug, "slug": strand.strategy.slug, "code": strand.code},
    )


def strategy_trail(request: CouncilRequest, strategy: Strategy) -> list[str]:
    return ["Plan", plans_url(request), strategy.title, strategy_url(request, strategy)]


def strand_trail(request: CouncilRequest, strand: Strand) -> list[str]:
    strategy = strand.strategy
    return [
        *strategy_trail(request, strategy),
        f"{strategy.strand_noun} {strand.code}",
        strand_url(request, strand),
    ]
