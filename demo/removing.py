"""Remove a strategy with everything that belongs to it, and what was added with it and serves nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from councils.log import words
from councils.people.relations import links_to
from councils.tenancy import CouncilModel, current_council_id
from strategies.models import Strategy

Rows = dict[Any, set[int]]
"""Ids of rows by model."""
BELONGS = (models.CASCADE, models.PROTECT, models.RESTRICT)


@dataclass(frozen=True)
class Removed:
    """How many rows were removed, and the names of those that came with the strategy but are in use elsewhere."""

    count: int
    kept: tuple[str, ...]


def remove_added_rows(strategy: Strategy, added: Iterable[tuple[str, UUID]]) -> Removed:
    """Remove the strategy, all that belongs to it, and those of the `added` rows that are not in use elsewhere.

    `added` are pairs of a table and a public id. Rows are deleted in no order: the database checks foreign keys at the
    end of the transaction.
    """
    removed = _belonging_to(strategy)
    beside = _minus(_added(added), removed)
    kept = _in_use(beside, removed)
    names = sorted({str(row) for model, ids in kept.items() for row in _every(model).filter(id__in=ids)})
    everything = _joined(removed, _minus(beside, kept))
    for model, ids in everything.items():
        rows = _every(model).filter(id__in=ids)
        rows._raw_delete(rows.db)
    return Removed(sum(map(len, everything.values())), tuple(names))


def _belonging_to(strategy: Strategy) -> Rows:
    """The strategy, and rows that cannot be without it."""
    found: Rows = defaultdict(set, {Strategy: {strategy.pk}})
    waiting = [(Strategy, {strategy.pk})]
    while waiting:
        model, ids = waiting.pop()
        for link in links_to(model):
            if link.remote_field.on_delete in BELONGS:
                rows = _every(link.model).filter(**{f"{link.attname}__in": ids})
                new = set(rows.values_list("id", flat=True)) - found[link.model]
                if new:
                    found[link.model] |= new
                    waiting.append((link.model, new))
    return found


def _added(added: Iterable[tuple[str, UUID]]) -> Rows:
    public_ids: dict[Any, list[UUID]] = defaultdict(list)
    for table, public_id in added:
        public_ids[words.model_of(table)].append(public_id)
    return {
        model: set(_every(model).filter(public_id__in=each).values_list("id", flat=True))
        for model, each in public_ids.items()
    }


def _in_use(candidates: Rows, removed: Rows) -> Rows:
    """Candidates to which a row points that stays, or that belong to one that stays."""
    kept: Rows = defaultdict(set)
    while True:
        going = _joined(removed, _minus(candidates, kept))
        more: Rows = defaultdict(set)
        for model, ids in _minus(candidates, kept).items():
            for link in links_to(model):
                rows = _every(link.model).filter(**{f"{link.attname}__in": ids})
                staying = rows.exclude(id__in=going.get(link.model, ()))
                more[model] |= set(staying.values_list(link.attname, flat=True))
            more[model] |= _owned_by_what_stays(model, ids, going)
        if not any(more.values()):
            return kept
        for model, ids in more.items():
            kept[model] |= ids


def _owned_by_what_stays(model: Any, ids: set[int], going: Rows) -> set[int]:
    """Those of the rows whose owners all stay. A row with an owner that goes has to go with it."""
    owners = [
        field
        for field in model._meta.local_fields
        if field.is_relation
        and field.remote_field.on_delete is models.CASCADE
        and issubclass(field.related_model, CouncilModel)
    ]
    if not owners:
        return set()
    rows = _every(model).filter(id__in=ids)
    for field in owners:
        rows = rows.exclude(**{f"{field.attname}__in": going.get(field.related_model, ())})
    return set(rows.values_list("id", flat=True))


def _every(model: Any) -> models.QuerySet[Any]:
    """All rows of the council, also those that the model's own manager leaves out, such as what has been dropped."""
    rows: models.QuerySet[Any] = model._base_manager.filter(council_id=current_council_id())
    return rows


def _minus(rows: Rows, others: Rows) -> Rows:
    return {model: left for model, ids in rows.items() if (left := ids - others.get(model, set()))}


def _joined(rows: Rows, others: Rows) -> Rows:
    return {model: rows.get(model, set()) | others.get(model, set()) for model in {*rows, *others}}
