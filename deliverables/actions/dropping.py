"""Drop deliverables from the plan and bring them back, or merge one into another, each with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Assignment, Deliverable
from ..plan_names import Slot, slot_of
from .oversight import overseen_too
from .parts import due_points_to_write, people_to_write, put_people
from .refusals import refuse_unless

DROPPED, RESTORED, MERGED = "deliverable.dropped", "deliverable.restored", "deliverable.merged"
PLACE = ("dropped_on", "dropped_reason", "merged_into", "version")


def drop(*, deliverable: Deliverable, reason: str, by: Actor, today: date) -> Deliverable:
    """Take a deliverable out of the plan: out of totals, lists and packs to come. Its history stays.

    Raises ChangeRefused without a reason, or if it has been dropped already. Then nothing is changed.
    """
    require(by, Permission.PLAN_CHANGE)
    reason = _reason(reason, "Enter the reason for dropping it")
    with recorded(DROPPED, actor=by.reference, reason=reason):
        locked = _lock([deliverable])[0]
        refuse_unless(not locked.is_dropped, "", "This has already been dropped")
        _drop(locked, reason, today)
    return locked


def bring_back(*, deliverable: Deliverable, reason: str, by: Actor) -> Deliverable:
    """Put a dropped deliverable back in the plan, at its old place.

    Raises ChangeRefused without a reason, or if it has not been dropped. Then nothing is changed.
    """
    require(by, Permission.PLAN_CHANGE)
    reason = _reason(reason, "Enter the reason for bringing it back")
    with recorded(RESTORED, actor=by.reference, reason=reason):
        locked = _lock([deliverable])[0]
        refuse_unless(locked.is_dropped, "", "This is in the plan already")
        locked.dropped_on, locked.dropped_reason, locked.merged_into = None, "", None
        locked.version += 1
        locked.save(update_fields=PLACE)
    return locked


def merge(
    *,
    deliverable: Deliverable,
    into: Deliverable,
    reason: str,
    with_leads: bool = False,
    with_due_points: bool = False,
    with_detail: bool = False,
    by: Actor,
    today: date,
) -> Deliverable:
    """Merge a deliverable into another, which stays. The merged one is dropped, and names the one that took its place.

    The one that stays can take over its leads (as joint leads), its open due points and its details. Boards that
    oversee the merged one singly oversee the one that stays. Updates stay where they were recorded. Raises
    ChangeRefused. Then nothing is changed.
    """
    require(by, Permission.PLAN_CHANGE)
    reason = _reason(reason, "Enter the reason for merging them")
    refuse_unless(deliverable.pk != into.pk, "into", "Select another one to merge it into")
    with recorded(MERGED, actor=by.reference, reason=reason):
        locked = {each.pk: each for each in _lock([deliverable, into])}
        gone, stays = locked[deliverable.pk], locked[into.pk]
        refuse_unless(not gone.is_dropped, "", "This has already been dropped")
        refuse_unless(not stays.is_dropped, "into", "Select one that is in the plan")
        _drop(gone, reason, today, merged_into=stays)
        if with_leads:
            _take_leads(stays, gone)
        if with_due_points:
            _take_due_points(stays, gone)
        if with_detail:
            stays.detail = [*stays.detail, gone.title, *gone.detail]
        stays.version += 1
        stays.save(update_fields=["detail", "version"])
        overseen_too(stays, gone)
    return stays


def _drop(locked: Deliverable, reason: str, today: date, *, merged_into: Deliverable | None = None) -> None:
    locked.dropped_on, locked.dropped_reason, locked.merged_into = today, reason, merged_into
    locked.version += 1
    locked.save(update_fields=PLACE)


def _take_leads(stays: Deliverable, gone: Deliverable) -> None:
    """Add leads of the one that goes, unless they are named already. Vacancies are not taken over."""
    own, others = _leads(stays), _leads(gone)
    known = {slot.key[:2] for slot in own}
    more = [slot for slot in others if (slot.person or slot.post) and slot.key[:2] not in known]
    if more:
        people = people_to_write()
        put_people(people, stays, leads=[*own, *more])
        people.save()


def _leads(deliverable: Deliverable) -> list[Slot]:
    return [slot_of(each) for each in deliverable.assignments.all() if each.role in Assignment.LEADING]


def _take_due_points(stays: Deliverable, gone: Deliverable) -> None:
    """Add copies of the open due points after those of the one that stays, with their original dates."""
    parts = due_points_to_write()
    last = max((point.position for point in stays.due_points.all()), default=0)
    points = [point for point in gone.due_points.all() if point.done_on is None]
    for position, point in enumerate(points, last + 1):
        values = {"label": point.label, "due_on": point.due_on, "precision": point.precision}
        parts.put(
            None,
            values,
            deliverable=stays,
            position=position,
            original_due_on=point.original_due_on,
            source_text=point.source_text,
        )
    parts.save()


def _lock(deliverables: Sequence[Deliverable]) -> list[Deliverable]:
    """Lock them until the transaction ends, dropped or not, in the order of their ids (3 queries)."""
    rows = Deliverable.with_dropped.filter(pk__in=[each.pk for each in deliverables])
    parts = ("due_points", "assignments__person", "assignments__post")
    locked = rows.select_for_update(of=("self",)).order_by("id").select_related("strategy", "strand")
    return list(locked.prefetch_related(*parts))


def _reason(reason: str, missing: str) -> str:
    refuse_unless(bool(reason.strip()), "reason", missing)
    return reason.strip()
