"""Undo a change that the user has just saved, from the change log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from councils.actors import Actor, require
from councils.log.dependents import dependents
from councils.log.undo import UndoRefused, act_written, restore
from councils.log.undo_rules import UNDONE, act_verb, why_it_is_used
from councils.models import Change
from councils.tenancy import recorded
from strategies.models import ReportingPeriod

from ..models import Deliverable
from ..rules.undo import UNDO_NEEDS, undo_refusal
from ..undoable import (
    ADDED_ALONG,
    act_facts,
    changed_since,
    closed_periods,
    periods_spoken_for,
    removed_by_undo,
    versions_left,
)

DELIVERABLES = Deliverable._meta.db_table


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
    changes = act_written(act, by)
    verb = act_verb(changes, UNDO_NEEDS)
    if verb in UNDO_NEEDS:
        require(by, UNDO_NEEDS[verb])
    try:
        return _undo(changes, verb, by=by, now=now)
    except IntegrityError:
        [used_by] = dependents([removed_by_undo(changes)])
        raise UndoRefused(why_it_is_used(used_by)) from None


def _undo(changes: Sequence[Change], verb: str, *, by: Actor, now: datetime) -> Undone:
    with recorded(UNDONE, actor=by.reference):
        touched = _lock(changes)
        undone = bool(changes) and _is_undone(changed_since(changes, touched), after=changes[-1].seq)
        closed = closed_periods() if changes else []
        refusal = undo_refusal(act_facts(changes, touched=touched, closed=closed, now=now, undone=undone))
        if refusal:
            raise UndoRefused(refusal)
        added = {
            change.object_id
            for change in changes
            if change.table == DELIVERABLES and change.op == Change.Op.INSERT
        }
        kept = _added_along_and_used(changes)
        restore([change for change in changes if change.object_id not in kept])
    periods = ReportingPeriod.objects.filter(pk__in=periods_spoken_for(changes))
    removed = tuple(each for each in touched if each.public_id in added)
    return Undone(verb, tuple(touched), periods.first(), removed)


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


def _added_along_and_used(changes: Sequence[Change]) -> set[UUID]:
    """Public ids of outcomes and people that the act added, and that rows of other acts use now."""
    inserted: dict[str, set[UUID]] = defaultdict(set)
    touched: dict[str, set[UUID]] = defaultdict(set)
    for change in changes:
        touched[change.table].add(change.object_id)
        if change.op == Change.Op.INSERT:
            inserted[change.table].add(change.object_id)
    used: set[UUID] = set()
    for model in ADDED_ALONG:
        rows = model.objects.filter(public_id__in=inserted[model._meta.db_table])
        for relation in model._meta.related_objects if rows else ():
            field, users = relation.field, relation.related_model
            others = users._base_manager.filter(**{f"{field.name}__in": rows})
            others = others.exclude(public_id__in=touched[users._meta.db_table])
            used |= set(others.values_list(f"{field.name}__public_id", flat=True))
    return used
