"""The frame around every page: where the reader is and where they can go.

It runs no query: error pages use it too. A page outside any council has no navigation.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, ResolverMatch, reverse

NAVIGATION = (
    ("Dashboard", "reporting:dashboard"),
    ("My work", "deliverables:my_work"),
    ("Deliverables", "deliverables:list"),
    ("Indicators", "indicators:list"),
    ("Boards", "boards:list"),
    ("Packs", "packs:list"),
    ("Changes", "history:changes"),
)


@dataclass(frozen=True)
class NavItem:
    """One entry of the service navigation; `current` is the value of aria-current ("" elsewhere)."""

    label: str
    url: str
    current: str


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `home_url` and `nav`, both empty outside a council's pages."""
    council = getattr(request, "council", None)
    if council is None:
        return {"home_url": "", "nav": []}
    match = getattr(request, "resolver_match", None)
    here = _section(match) if match else ""
    exact = match.view_name if match else ""
    nav = [
        NavItem(label, url, "page" if name == exact else "true" if name == here else "")
        for label, name in NAVIGATION
        if (url := council_url(name, council.slug))
    ]
    return {"home_url": council_url("reporting:dashboard", council.slug), "nav": nav}


def council_url(name: str, slug: str) -> str:
    """The address of a council's page, or "" where this deployment has no such page."""
    try:
        return reverse(name, kwargs={"council": slug})
    except NoReverseMatch:
        return ""


def _section(match: ResolverMatch) -> str:
    """The navigation entry under which a page lives, "" for a page of none."""
    names = {name for _, name in NAVIGATION}
    if match.view_name in names:
        return match.view_name
    listing = f"{match.namespace}:list"
    return listing if listing in names else ""
