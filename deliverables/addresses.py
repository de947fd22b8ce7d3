"""URLs of the filtered list of deliverables, so that each figure on a page can link to its rows."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

Asked = dict[str, str | list[str]]


def list_address(council: str, **asked: str | list[str]) -> str:
    """URL of the list of a council (its slug) with these filters. Empty values are left out.

    The names are those of the list's filters: `quarter`, `board`, `strategy`, `strand`, `lead`, `rag`, `schedule`,
    `due`, `organisation`, `silent`, `disagrees`, `slipped`, `direction`, `q`, `sort`.
    """
    return _asking(reverse("deliverables:list", kwargs={"council": council}), asked)


def export_address(council: str, kind: str, **asked: str | list[str]) -> str:
    """URL of the same list as a file. `kind` is "csv" or "xlsx"."""
    return _asking(reverse("deliverables:export", kwargs={"council": council, "kind": kind}), asked)


def _asking(address: str, asked: Asked) -> str:
    query = urlencode({name: value for name, value in asked.items() if value}, doseq=True)
    return f"{address}?{query}" if query else address
