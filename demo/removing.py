"""Remove a strategy with everything that belongs to it, and what was added with it and serves nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from councils.tenancy import CouncilModel
from strategies.models import Strategy

Rows = dict[type[Any], set[int]]
BELONGS = (models.CASCADE, models.PROTECT, models.RESTRICT)


@dataclass(frozen=True)
class Removed:
    """How many rows were removed, and the names of those that came with the strategy but are in use elsewhere."""

    count: int
    kept: tuple[str, ...]


def remove_added_rows(strategy: Strategy, added: Iterable[tuple[str, UUID]]) -> Removed:
    """Remove the strategy, all that belongs to it, and those of the `added` rows that are not in use elsewhere.

    `added` are pairs of a table and a public id.

    Rows are deleted in no order: the database checks foreign keys at the end of the transaction.
    """
    removed = _belonging_to(strategy)
    beside = _minus(_added(added), removed)
    kept = _in_use(beside, removed)
    names = sorted({str(row) for model, ids in kept.items() for row in model.objects.filter(id__in=ids)})
    everything = _joined(removed, _minus(beside, kept))
    for model, ids in everything.items():
        rows = model.objects.filter(id__in=ids)
        rows._raw_delete(rows.db)
    return Removed(sum(map(len, everything.values())), tuple(names))


def _belonging_to(strategy: Strategy) -> Rows:
    """The strategy, and rows that cannot be without it."""
    found: Rows = defaultdict(set, {Strategy: {strategy.pk}})
    waiting = [(Strategy, {strategy.pk})]
    while waiting:
        model, ids = waiting.pop()
        for child, field in _pointing_at(model):
            if field.remote_field.on_delete in BELONGS:
                new = _ids(child, field, ids) - found[child]
                if new:
                    found[child] |= new
                    waiting.append((child, new))
    return found


def _added(added: Iterable[tuple[str, UUID]]) -> Rows:
    by_table = {model._meta.db_table: model for model in apps.get_models() if issubclass(model, CouncilModel)}
    public_ids: dict[Any, list[UUID]] = defaultdict(list)
    for table, public_id in added:
        if table in by_table:
            public_ids[by_table[table]].append(public_id)
    return {
        model: set(model.objects.filter(public_id__in=each).values_list("id", flat=True))
        for model, each in public_ids.items()
    }


def _in_use(candidates: Rows, removed: Rows) -> Rows:
    """Candidates to which a row points that stays, or that belong to one that stays."""
    kept: Rows = defaultdict(set)
    while True:
        going = _joined(removed, _minus(candidates, kept))
        more: Rows = defaultdict(set)
        for model, ids in _minus(candidates, kept).items():
            for child, field in _pointing_at(model):
                staying = child.objects.filter(**{f"{field.name}__in": ids}).exclude(
                    id__in=going.get(child, ())
                )
                more[model] |= set(staying.values_list(field.attname, flat=True))
            more[model] |= _owned_by_what_stays(model, ids, going)
        if not any(more.values()):
            return kept
        for model, ids in more.items():
            kept[model] |= ids


def _owned_by_what_stays(model: type[Any], ids: set[int], going: Rows) -> set[int]:
    """Those of the rows whose owners all stay. A row with an owner that goes has to go with it."""
    owners = list(_belongs_by(model))
    if not owners:
        return set()
    rows = model.objects.filter(id__in=ids)
    for field in owners:
        rows = rows.exclude(**{f"{field.attname}__in": going.get(field.related_model, ())})
    return set(rows.values_list("id", flat=True))


def _pointing_at(model: type[Any]) -> Iterator[tuple[type[Any], Any]]:
    """Models with a foreign key to this one, and the key."""
    for relation in model._meta.related_objects:
        if issubclass(relation.related_model, CouncilModel) and hasattr(relation.field, "attname"):
            yield relation.related_model, relation.field


def _belongs_by(model: type[Any]) -> Iterator[Any]:
    """Foreign keys without which a row cannot be."""
    for field in model._meta.local_fields:
        if (
            field.is_relation
            and issubclass(field.related_model, CouncilModel)
            and field.remote_field.on_delete is models.CASCADE
        ):
            yield field


def _ids(child: type[Any], field: Any, ids: Iterable[int]) -> set[int]:
    return set(child.objects.filter(**{f"{field.attname}__in": ids}).values_list("id", flat=True))


def _minus(rows: Rows, others: Rows) -> Rows:
    return {model: left for model, ids in rows.items() if (left := ids - others.get(model, set()))}


def _joined(rows: Rows, others: Rows) -> Rows:
    return {model: rows.get(model, set()) | others.get(model, set()) for model in {*rows, *others}}
