"""Links to a council's administration pages, for the page frame. Runs no query."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from .actors import can
from .permissions import Permission

PAGES = (
    (Permission.QUARTER_CLOSE, "Quarters", "strategies:quarters"),
    (Permission.LOOK_CHANGE, "Name, colour and logo", "councils:branding"),
)


def administration(request: HttpRequest) -> dict[str, Any]:
    """Context processor: labels and URLs of the administration pages that the user may open."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"administration": []}
    return {
        "administration": [
            (label, reverse(name, kwargs={"council": actor.council.slug}))
            for permission, label, name in PAGES
            if can(actor, permission)
        ]
    }
