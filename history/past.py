"""Rows as they were, from the change log read backwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q

from councils.log.undo_rules import changes_in_effect
from councils.models import Change
from councils.tenancy import CouncilModel
from deliverables.models import Assignment, Deliverable, DuePoint
from indicators.models import Indicator, Reading, Target
from strategies.models import Strategy

READ_BACK = 5000
"""Number of changes to read back. Older ones are left out, and the page says so."""

CAME_WITH: dict[type[Model], type[Model]] = {
    Deliverable: Strategy,
    DuePoint: Deliverable,
    Assignment: Deliverable,
    Reading: Indicator,
    Target: Indicator,
}
"""Models that are read back, with the model that they may have been added with. Then the addition is no change."""

Row = TypeVar("Row", bound=CouncilModel)


@dataclass(frozen=True, slots=True)
class Written:
    """One entry of the change log: operation, object, columns before, actor, reason and time."""

    table: str
    object_id: UUID
    op: str
    before: dict[str, Any] | None
    actor: str
    verb: str
    reason: str
    at: datetime

    @property
    def is_new(self) -> bool:
        return self.op == Change.Op.INSERT


@dataclass(frozen=True)
class Past:
    """Entries since a moment by table and object, latest first.

    `is_cut` is True if more was written than is read back.
    """

    by_table: dict[str, dict[UUID, list[Written]]] = field(default_factory=dict)
    is_cut: bool = False

    def of(self, model: type[Model]) -> dict[UUID, list[Written]]:
        return self.by_table.get(model._meta.db_table, {})

    def held(self, model: type[Model], object_id: UUID) -> dict[str, Any]:
        """Columns of a row that have changed since, with their earlier values."""
        held: dict[str, Any] = {}
        for written in self.of(model).get(object_id, []):
            held |= written.before or {}
        return held

    def last_about(self, model: type[Model], ids: Iterable[UUID]) -> Written | None:
        """Latest entry about any of these rows."""
        found = (written[0] for each in ids if (written := self.of(model).get(each)))
        return max(found, key=lambda written: written.at, default=None)

    @property
    def actors(self) -> set[str]:
        return {each.actor for rows in self.by_table.values() for found in rows.values() for each in found}


def read_back(condition: Q) -> Past:
    """Read the change log's entries about deliverables and indicators that match the condition (1 query)."""
    relevant = (
        Q(table__in=[_table(DuePoint), _table(Assignment), _table(Reading), _table(Target)])
        | Q(table__in=[_table(Strategy), _table(Deliverable), _table(Indicator)], op=Change.Op.INSERT)
        | Q(table=_table(Deliverable), before__has_any_keys=["title", "dropped_on"])
    )
    columns = ("table", "object_id", "op", "before", "actor", "verb", "reason", "at")
    rows = Change.objects.filter(condition, relevant).order_by("-seq").values_list(*columns)[: READ_BACK + 1]
    written = [Written(*row) for row in rows]
    return Past(_without_loads(written[:READ_BACK]), is_cut=len(written) > READ_BACK)


def _without_loads(written: list[Written]) -> dict[str, dict[UUID, list[Written]]]:
    """Entries by table and object, without rows that were added together with the row that they belong to."""
    loads = {(each.table, each.at) for each in written if each.is_new}
    whole = {_table(part): _table(whole) for part, whole in CAME_WITH.items()}
    found: dict[str, dict[UUID, list[Written]]] = defaultdict(lambda: defaultdict(list))
    for each in written:
        if each.table in whole and not (each.is_new and (whole[each.table], each.at) in loads):
            found[each.table][each.object_id].append(each)
    return {
        table: {
            object_id: current
            for object_id, each in rows.items()
            if (current := changes_in_effect(each[::-1])[::-1])
        }
        for table, rows in found.items()
    }


def as_they_were(model: type[Row], now: Iterable[Row], past: Past) -> list[Row]:
    """Rows as they were then, as unsaved objects, including deleted rows."""
    known: dict[UUID, dict[str, Any]] = {row.public_id: _columns(row) for row in now}
    for object_id, written in past.of(model).items():
        if written[0].op == Change.Op.DELETE or object_id in known:
            known[object_id] = known.get(object_id, {}) | past.held(model, object_id)
        if written[-1].is_new:
            known.pop(object_id, None)
    return [_row(model, columns) for columns in known.values()]


def _columns(row: Model) -> dict[str, Any]:
    return {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}


def _row(model: type[Row], columns: dict[str, Any]) -> Row:
    fields = {each.attname: each for each in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in columns.items() if name in fields})


def _table(model: type[Model]) -> str:
    return model._meta.db_table
