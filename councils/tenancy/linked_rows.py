"""Rows that only say what another row is linked to: the deliverables of a risk, the boards of an area."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any


def set_linked(model: Any, owner: Mapping[str, Any], column: str, wanted: Collection[int]) -> bool:
    """Make these the rows of `model` that belong to `owner`: one for each id in `column`.

    1 query to read, 1 to remove and 1 to add. Returns whether anything has changed.
    """
    stored = set(model.objects.filter(**owner).values_list(column, flat=True))
    missing, surplus = {*wanted} - stored, stored - {*wanted}
    if surplus:
        model.objects.filter(**owner, **{f"{column}__in": surplus}).delete()
    if missing:
        model.objects.bulk_create(model(**owner, **{column: key}) for key in sorted(missing))
    return bool(missing or surplus)


def remove_named(row: Any, parts: Mapping[Any, str]) -> None:
    """Delete a row and then its parts, so that the log names the row. `parts` are models by the column that names it."""
    rows = type(row).objects.filter(pk=row.pk)
    rows._raw_delete(rows.db)
    for model, column in parts.items():
        model.objects.filter(**{column: row.pk}).delete()
