"""Links to a council's administration pages, for the page frame. Runs no query.

A higher app adds its own: `administration_pages` on its AppConfig has a permission, a label and a URL name for each.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse

from .actors import can
from .permissions import Permission

Page = tuple[Permission, str, str]

PAGES: tuple[Page, ...] = (
    (Permission.PEOPLE_CHANGE, "People", "councils:people"),
    (Permission.PEOPLE_MANAGE, "People who can sign in", "councils:access"),
    (Permission.LOOK_CHANGE, "Name, colour and logo", "councils:branding"),
    (Permission.SMALL_NUMBERS_CHANGE, "Small numbers", "councils:small_numbers"),
)


@cache
def pages() -> tuple[Page, ...]:
    """Administration pages of all installed apps."""
    added = (getattr(config, "administration_pages", ()) for config in apps.get_app_configs())
    return (*PAGES, *(page for each in added for page in each))


def administration(request: HttpRequest) -> dict[str, Any]:
    """Context processor: labels and URLs of the administration pages that the user may open."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"administration": []}
    return {
        "administration": [
            (label, reverse(name, kwargs={"council": actor.council.slug}))
            for permission, label, name in pages()
            if can(actor, permission)
        ]
    }
