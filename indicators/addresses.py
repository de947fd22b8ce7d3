"""URLs of the indicator tables with filters, as a page and as files."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.http import urlencode


def list_address(council: str, filters: Mapping[str, str] | None = None) -> str:
    """URL of the tables of a council (its slug) with these filters: `show`, `outcome` and `owner`, and `columns`."""
    return _with_query(reverse("indicators:list", kwargs={"council": council}), filters)


def export_address(council: str, kind: str, filters: Mapping[str, str] | None = None) -> str:
    """URL of the same rows as a file. `kind` is "csv" or "xlsx"."""
    return _with_query(reverse("indicators:export", kwargs={"council": council, "kind": kind}), filters)


def _with_query(address: str, filters: Mapping[str, str] | None) -> str:
    return f"{address}?{urlencode(filters)}" if filters else address
