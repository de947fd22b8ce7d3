"""URLs of the filtered list of deliverables, so that each figure on a page can link to its rows."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

Filters = dict[str, str | list[str]]


def list_address(council: str, **filters: str | list[str]) -> str:
    """URL of the list of a council (its slug) with these filters. Empty values are left out.

    The names are those of the list's filters: `quarter`, `board`, `strategy`, `strand`, `lead`, `rag`, `schedule`,
    `due`, `organisation`, `silent`, `disagrees`, `slipped`, `direction`, `q`, `sort`.
    """
    return _with_query(reverse("deliverables:list", kwargs={"council": council}), filters)


def export_address(council: str, kind: str, **filters: str | list[str]) -> str:
    """URL of the same list as a file. `kind` is "csv" or "xlsx"."""
    return _with_query(reverse("deliverables:export", kwargs={"council": council, "kind": kind}), filters)


def _with_query(address: str, filters: Filters) -> str:
    query = urlencode({name: value for name, value in filters.items() if value}, doseq=True)
    return f"{address}?{query}" if query else address
