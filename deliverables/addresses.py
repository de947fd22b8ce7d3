"""Where the list of deliverables answers a question: every figure on a page leads to the rows behind it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

Asked = dict[str, str | list[str]]


def list_address(council: str, **asked: str | list[str]) -> str:
    """The list of the council (its slug) filtered as asked; empty values are left out.

    The names are those of the list's filters: `quarter`, `board`, `strategy`, `strand`, `lead`, `rag`, `schedule`,
    `due`, `organisation`, `silent`, `disagrees`, `slipped`, `direction`, `q`, `sort`.
    """
    return _asking(reverse("deliverables:list", kwargs={"council": council}), asked)


def export_address(council: str, kind: str, **asked: str | list[str]) -> str:
    """The same list as a file; `kind` is "csv" or "xlsx"."""
    return _asking(reverse("deliverables:export", kwargs={"council": council, "kind": kind}), asked)


def _asking(address: str, asked: Asked) -> str:
    query = urlencode({name: value for name, value in asked.items() if value}, doseq=True)
    return f"{address}?{query}" if query else address
