"""Undo a change that the user has just saved, from the change log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from councils.actors import Actor, require
from councils.models import Change, Person
from councils.tenancy import recorded
from strategies.models import Outcome, ReportingPeriod

from ..models import Assignment, Deliverable, DuePoint, ProgressUpdate
from ..rules.undo import UNDO_NEEDS, UNDONE, undo_refusal
from ..undoable import (
    act_facts,
    act_verb,
    changed_since,
    closed_periods,
    last_act,
    periods_spoken_for,
    versions_left,
)

PARTS = {model._meta.db_table: model for model in (ProgressUpdate, Assignment, DuePoint)}
"""Models that an act may change besides the deliverable, by table, in the order in which they are restored."""
ADDED_ALONG = (Outcome, Person)
"""Models of which an act on deliverables may add rows. Undo removes those that nothing else uses."""
DELIVERABLES = Deliverable._meta.db_table


class UndoRefused(Exception):
    """The act cannot be undone. The message gives the reason."""


@dataclass(frozen=True)
class Undone:
    """What was undone: the verb of the act, the deliverables, and the quarter of its updates, if any.

    `removed` are those that the act had added.
    """

    verb: str
    deliverables: tuple[Deliverable, ...]
    period: ReportingPeriod | None
    removed: tuple[Deliverable, ...] = ()


def undo_act(*, act: str, by: Actor, now: datetime) -> Undone:
    """Undo what an act changed. `act` is the id of its request.

    The deliverables' versions increase by one, so that open forms conflict. The snapshot of a pack made in between
    does not change. Raises UndoRefused by the rules in docs/rules/undo-and-due-dates.md. Then nothing is changed.
    """
    changes = _written(act, by)
    verb = act_verb(changes)
    if verb in UNDO_NEEDS:
        require(by, UNDO_NEEDS[verb])
    with recorded(UNDONE, actor=by.reference):
        touched = _lock(changes)
        undone = bool(changes) and _is_undone(changed_since(changes, touched), after=changes[-1].seq)
        closed = closed_periods() if changes else []
        refusal = undo_refusal(act_facts(changes, touched=touched, closed=closed, now=now, undone=undone))
        if refusal:
            raise UndoRefused(refusal)
        plan = [change for change in changes if change.table == DELIVERABLES]
        added = {change.object_id for change in plan if change.op == Change.Op.INSERT}
        stays = [each.pk for each in touched if each.public_id not in added]
        Deliverable.with_dropped.filter(pk__in=stays).update(version=F("version") + 1)
        for table in PARTS:
            _restore(PARTS[table], [change for change in changes if change.table == table])
        _restore(Deliverable, [change for change in plan if _is_more_than_counted(change)])
        for model in ADDED_ALONG:
            _remove_unused(model, changes)
    periods = ReportingPeriod.objects.filter(pk__in=periods_spoken_for(changes))
    removed = tuple(each for each in touched if each.public_id in added)
    return Undone(verb, tuple(touched), periods.first(), removed)


def _written(act: str, by: Actor) -> list[Change]:
    """What the act wrote, in order (1 query)."""
    if not act or not act.isprintable():
        return []
    return last_act(list(Change.objects.filter(request_id=act, actor=by.reference).order_by("-seq")))


def _lock(changes: Iterable[Change]) -> list[Deliverable]:
    """Lock the deliverables of these changes until the transaction ends."""
    found = Deliverable.with_dropped.filter(public_id__in=versions_left(changes))
    return list(found.select_for_update(of=("self",)).order_by("id").select_related("strategy", "strand"))


def _is_undone(changed: Iterable[Deliverable], *, after: int) -> bool:
    """Whether the next change to these deliverables was an undo."""
    since = Change.objects.filter(
        table=DELIVERABLES, object_id__in=[each.public_id for each in changed], seq__gt=after
    )
    following = since.order_by("seq").first()
    return following is not None and following.verb == UNDONE


def _is_more_than_counted(change: Change) -> bool:
    """Whether a change of a deliverable did more than to count its version."""
    return change.op == Change.Op.INSERT or bool((change.before or {}).keys() - {"version"})


def _remove_unused(model: Any, changes: Iterable[Change]) -> None:
    """Remove the rows that an act added along with deliverables, unless something else uses them now."""
    added = [
        change.object_id
        for change in changes
        if change.table == model._meta.db_table and change.op == Change.Op.INSERT
    ]
    if not added:
        return
    rows = model.objects.filter(public_id__in=added)
    for relation in model._meta.related_objects:
        users = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": rows})
        rows = rows.exclude(pk__in=users.values(relation.field.attname))
    rows.delete()


def _restore(model: Any, changes: Sequence[Change]) -> None:
    """Restore each row to its state before the first of its changes. A version is never restored."""
    before: dict[UUID, dict[str, Any] | None] = {}
    deleted_ids = set()
    for change in reversed(changes):
        if change.object_id not in before and change.op == Change.Op.DELETE:
            deleted_ids.add(change.object_id)
        known = before.get(change.object_id) or {}
        columns = {name: value for name, value in (change.before or {}).items() if name != "version"}
        before[change.object_id] = None if change.op == Change.Op.INSERT else {**known, **columns}
    new = [public_id for public_id, columns in before.items() if columns is None]
    rows_of = model._base_manager
    if new:
        rows_of.filter(public_id__in=new).delete()
    changed = {key: columns for key, columns in before.items() if columns and key not in deleted_ids}
    if changed:
        rows = list(rows_of.filter(public_id__in=changed))
        for row in rows:
            _set_columns(row, changed[row.public_id])
        rows_of.bulk_update(rows, {column for columns in changed.values() for column in columns})
    deleted = [
        _set_columns(model(), columns) for key, columns in before.items() if columns and key in deleted_ids
    ]
    rows_of.bulk_create(deleted)


def _set_columns(row: Any, columns: Mapping[str, Any]) -> Any:
    """Set columns from the log on the row."""
    for field in row._meta.local_fields:
        if field.attname in columns:
            setattr(row, field.attname, field.to_python(columns[field.attname]))
    return row
