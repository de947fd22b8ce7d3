"""Move due dates, with a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Case, CharField, DateField, Value, When

from core.periods import Precision
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Deliverable, DuePoint
from ..rules.due_dates import Move, move_refusal, moved_due
from ..summaries import facts
from .bulk import ExpectedVersions, bump_versions, lock_all


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
        locked = lock_all(deliverables, expected_versions, "due_points")
        moved = new_dates(locked, move, only=only)
        changed = list(dict.fromkeys(point.deliverable for point in moved))
        bump_versions(changed)
        _save_dates(moved)
    return changed


def new_dates(
    deliverables: Iterable[Deliverable], move: Move, *, only: Collection[UUID] = ()
) -> dict[DuePoint, tuple[date, Precision]]:
    """Due points that `move_due_dates` would move, with their new dates, of deliverables loaded with due points.

    Raises ChangeRefused.
    """
    moved = {}
    for deliverable in deliverables:
        for point in deliverable.due_points.all():
            was = facts(point)
            if (not only or point.public_id in only) and (new_due := moved_due(was, move)):
                _check(new_due[0], was.last_day, deliverable, move)
                moved[point] = new_due
    return moved


def _save_dates(moved: Mapping[DuePoint, tuple[date, Precision]]) -> None:
    """Save new dates (1 query). Many due points move to the same date, so this is shorter than `bulk_update`."""
    points: dict[tuple[date, Precision], list[int]] = defaultdict(list)
    for point, new_due in moved.items():
        points[new_due].append(point.pk)
    due_on = (When(pk__in=pks, then=Value(day)) for (day, _), pks in points.items())
    precision = (When(pk__in=pks, then=Value(precision)) for (_, precision), pks in points.items())
    DuePoint.objects.filter(pk__in=[point.pk for point in moved]).update(
        due_on=Case(*due_on, output_field=DateField()), precision=Case(*precision, output_field=CharField())
    )


def _check(to: date, was: date, deliverable: Deliverable, move: Move) -> None:
    strategy = deliverable.strategy
    refusal = move_refusal(to, was=was, starts_on=strategy.starts_on, ends_on=strategy.ends_on)
    if refusal:
        name, instruction = (
            ("to", "Enter a date") if move.to else ("months", "Enter fewer months so that the date is")
        )
        raise ChangeRefused({name: f"{instruction} {refusal} ({deliverable.short_name})"})
