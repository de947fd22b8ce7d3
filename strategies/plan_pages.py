"""Links from a plan's page to the pages that higher rooms have about the whole plan. Runs no query.

An app adds its own: `plan_pages` on its AppConfig has a position, a permission, a label and a URL name for each.
The URL takes the council and the plan's slug.
"""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.urls import reverse

from councils.actors import Actor, can
from councils.permissions import Permission

from .models import Strategy

PlanPage = tuple[int, Permission, str, str]


@cache
def _registered() -> tuple[PlanPage, ...]:
    added = (getattr(config, "plan_pages", ()) for config in apps.get_app_configs())
    return tuple(sorted((page for each in added for page in each), key=lambda page: page[0]))


def plan_pages(strategy: Strategy, actor: Actor) -> list[tuple[str, str]]:
    """Labels and URLs of the pages about this plan that the user may open."""
    place = {"council": actor.council.slug, "slug": strategy.slug}
    return [
        (label, reverse(name, kwargs=place))
        for _, permission, label, name in _registered()
        if can(actor, permission)
    ]
