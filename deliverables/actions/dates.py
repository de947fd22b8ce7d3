"""Move due dates, with a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Deliverable, DuePoint
from ..rules.due_dates import Move, move_refusal, moved_due
from ..summaries import facts
from .bulk import ChangeRefused, ExpectedVersions, bump_versions, lock_all


def move_due_dates(
    *,
    deliverables: Sequence[Deliverable],
    move: Move,
    reason: str,
    by: Actor,
    only: Collection[UUID] = (),
    expected_versions: ExpectedVersions | None = None,
) -> list[Deliverable]:
    """Move the open due points of the deliverables. Return the deliverables with a due point that moved.

    `only` limits the move to these due points (public ids), if any. Due points that are done and original dates do
    not change. For the other rules, see docs/rules/undo-and-due-dates.md. Raises ChangeRefused or StaleDeliverables.
    Then nothing is changed.
    """
    require(by, Permission.PLAN_CHANGE)
    if not reason.strip():
        raise ChangeRefused({"reason": "Enter the reason for the new date"})
    with recorded("dates.moved", actor=by.reference, reason=reason.strip()):
        locked = {each.pk: each for each in lock_all(deliverables, expected_versions)}
        points = _moved(locked, move, only)
        changed = [
            each for each in locked.values() if any(point.deliverable_id == each.pk for point in points)
        ]
        bump_versions(changed)
        DuePoint.objects.bulk_update(points, ["due_on", "precision"])
    return changed


def _moved(locked: Mapping[int, Deliverable], move: Move, only: Collection[UUID]) -> list[DuePoint]:
    """Due points that move, with new dates set but not saved."""
    points = DuePoint.objects.filter(deliverable_id__in=list(locked)).order_by("deliverable_id", "position")
    moved = []
    for point in points.filter(public_id__in=only) if only else points:
        was = facts(point)
        if new_due := moved_due(was, move):
            _check(new_due[0], was.last_day, locked[point.deliverable_id], move)
            point.due_on, point.precision = new_due
            moved.append(point)
    return moved


def _check(to: date, was: date, deliverable: Deliverable, move: Move) -> None:
    strategy = deliverable.strategy
    refusal = move_refusal(to, was=was, starts_on=strategy.starts_on, ends_on=strategy.ends_on)
    if refusal:
        name, instruction = (
            ("to", "Enter a date") if move.to else ("months", "Enter fewer months so that the date is")
        )
        raise ChangeRefused({name: f"{instruction} {refusal} ({deliverable.short_name})"})
