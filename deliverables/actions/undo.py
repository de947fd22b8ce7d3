"""Undo a change that the user has just saved, from the change log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from councils.access import Actor, require
from councils.models import Change
from councils.tenancy import recorded
from strategies.models import ReportingPeriod

from ..models import Assignment, Deliverable, DuePoint, ProgressUpdate
from ..rules.changes import UNDO_NEEDS, UNDONE, ActFacts, undo_refusal

PARTS = {model._meta.db_table: model for model in (ProgressUpdate, Assignment, DuePoint)}
"""Models that an act may change besides the deliverable, by table, in the order in which they are restored."""
DELIVERABLES = Deliverable._meta.db_table


class UndoRefused(Exception):
    """The act cannot be undone. The message gives the reason."""


@dataclass(frozen=True)
class Undone:
    """What was undone: the verb of the act, the deliverables, and the quarter of its updates, if any."""

    verb: str
    deliverables: tuple[Deliverable, ...]
    period: ReportingPeriod | None


def undo_act(*, act: str, by: Actor, now: datetime) -> Undone:
    """Undo what an act changed. `act` is the id of its request.

    The deliverables' versions increase by one, so that open forms conflict. The snapshot of a pack made in between
    does not change. Raises UndoRefused by the rules in docs/rules/changes.md. Then nothing is changed.
    """
    changes = _changes_of_act(act, by)
    verb = next((change.verb for change in changes if change.verb not in UNDO_NEEDS), "")
    verb = verb or (changes[0].verb if changes else "")
    if verb in UNDO_NEEDS:
        require(by, UNDO_NEEDS[verb])
    with recorded(UNDONE, actor=by.reference):
        touched = _lock(changes)
        period_ids = _period_ids(changes)
        refusal = undo_refusal(_facts(verb, changes, touched, period_ids, now))
        if refusal:
            raise UndoRefused(refusal)
        Deliverable.objects.filter(pk__in=[each.pk for each in touched]).update(version=F("version") + 1)
        for table in PARTS:
            _restore(PARTS[table], [change for change in changes if change.table == table])
    return Undone(verb, tuple(touched), ReportingPeriod.objects.filter(pk__in=period_ids).first())


def _changes_of_act(act: str, by: Actor) -> list[Change]:
    """Changes that the act wrote, in order. If several requests have the same id (from a client or proxy), the last.

    Changes of one request have the same time, and numbers without a gap.
    """
    if not act.isprintable():
        return []
    newest_first = (
        list(Change.objects.filter(request_id=act, actor=by.reference).order_by("-seq")) if act else []
    )
    last = [
        change
        for place, change in enumerate(newest_first)
        if change.seq + place == newest_first[0].seq and change.at == newest_first[0].at
    ]
    return last[::-1]


def _lock(changes: Iterable[Change]) -> list[Deliverable]:
    """Lock the deliverables of these changes until the transaction ends."""
    ids = {change.object_id for change in changes if change.table == DELIVERABLES}
    queryset = Deliverable.objects.filter(public_id__in=ids).select_for_update(of=("self",)).order_by("id")
    return list(queryset.select_related("strategy", "strand"))


def _facts(
    verb: str,
    changes: Sequence[Change],
    touched: Sequence[Deliverable],
    period_ids: set[int],
    now: datetime,
) -> ActFacts:
    if not changes:
        return ActFacts(verb, own=False, age=now - now)
    versions = {
        change.object_id: (change.after or {})["version"]
        for change in changes
        if change.table == DELIVERABLES
    }
    changed = [each for each in touched if each.version != versions[each.public_id]]
    closed = ReportingPeriod.objects.filter(
        Q(closed_at__gte=changes[0].at) | Q(id__in=period_ids, closed_at__isnull=False)
    )
    return ActFacts(
        verb,
        own=True,
        age=now - changes[0].at,
        undone=_is_undone(changed, after=changes[-1].seq),
        changed_since=tuple(each.short_name for each in changed),
        closed_since=tuple(period.quarter.short_words for period in closed.in_order()),
    )


def _is_undone(changed: Iterable[Deliverable], *, after: int) -> bool:
    """Whether the next change to these deliverables was an undo."""
    since = Change.objects.filter(
        table=DELIVERABLES, object_id__in=[each.public_id for each in changed], seq__gt=after
    )
    following = since.order_by("seq").first()
    return following is not None and following.verb == UNDONE


def _period_ids(changes: Iterable[Change]) -> set[int]:
    """Ids of the quarters that the act's updates are for."""
    updates_table = ProgressUpdate._meta.db_table
    return {change.after["period_id"] for change in changes if change.table == updates_table and change.after}


def _restore(model: Any, changes: Sequence[Change]) -> None:
    """Restore each row to its state before the first of its changes."""
    before: dict[UUID, dict[str, Any] | None] = {}
    deleted_ids = set()
    for change in reversed(changes):
        if change.object_id not in before and change.op == Change.Op.DELETE:
            deleted_ids.add(change.object_id)
        known = before.get(change.object_id) or {}
        before[change.object_id] = (
            None if change.op == Change.Op.INSERT else {**known, **(change.before or {})}
        )
    new = [public_id for public_id, columns in before.items() if columns is None]
    model.objects.filter(public_id__in=new).delete()
    changed = {key: columns for key, columns in before.items() if columns and key not in deleted_ids}
    if changed:
        rows = list(model.objects.filter(public_id__in=changed))
        for row in rows:
            _set_columns(row, changed[row.public_id])
        model.objects.bulk_update(rows, {column for columns in changed.values() for column in columns})
    deleted = [
        _set_columns(model(), columns) for key, columns in before.items() if columns and key in deleted_ids
    ]
    model.objects.bulk_create(deleted)


def _set_columns(row: Any, columns: Mapping[str, Any]) -> Any:
    """Set columns from the log on the row."""
    for field in row._meta.local_fields:
        if field.attname in columns:
            setattr(row, field.attname, field.to_python(columns[field.attname]))
    return row
