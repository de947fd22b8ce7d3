"""Rows that count their changes in `version`, so that open forms and copies elsewhere notice them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import CASCADE, F, IntegerField

from ..tenancy import current_council_id

VERSION = "version"


@cache
def counts_versions(model: Any) -> bool:
    """Whether rows of this model count their changes."""
    return any(each.name == VERSION and isinstance(each, IntegerField) for each in model._meta.local_fields)


@cache
def counting_owners(model: Any) -> tuple[Any, ...]:
    """Foreign keys by which rows of this model are parts of rows that count their changes."""
    return tuple(
        each
        for each in model._meta.local_fields
        if each.is_relation and each.remote_field.on_delete is CASCADE and counts_versions(each.related_model)
    )


Versioned = Mapping[Any, set[int]]
"""Ids of rows that count their changes, by model."""


def versioned_by(model: Any, public_ids: Iterable[UUID]) -> Versioned:
    """Rows that count changes to these rows: the rows themselves, or those that they are parts of."""
    found: dict[Any, set[int]] = defaultdict(set)
    rows = model._base_manager.filter(council_id=current_council_id(), public_id__in=public_ids)
    if counts_versions(model):
        found[model] |= set(rows.values_list("pk", flat=True))
    for owner in counting_owners(model):
        found[owner.related_model] |= set(rows.values_list(owner.attname, flat=True)) - {None}
    return found


def raise_versions(versioned: Versioned) -> None:
    """Count one more change to each of these rows (1 query for each model)."""
    for model, ids in versioned.items():
        if ids:
            rows = model._base_manager.filter(council_id=current_council_id(), pk__in=ids)
            rows.update(version=F(VERSION) + 1)
