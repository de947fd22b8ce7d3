"""Change where deliverables stand in the plan: their order in a strand, and which strand they belong to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import Strand

from ..cells import LONGEST_TITLE
from ..models import Assignment, Deliverable, DuePoint
from .bulk import lock_all
from .oversight import overseen_too
from .refusals import refuse_unless
from .rows import last_positions

REORDERED, MOVED, SPLIT = "deliverable.reordered", "deliverable.moved", "deliverable.split"


def reorder(*, strand: Strand, order: Sequence[Deliverable], reason: str, by: Actor) -> list[Deliverable]:
    """Put all deliverables of a strand into this order. Numbers as printed do not change. Return those that moved.

    Raises ChangeRefused without a reason, or if `order` is not the whole strand. Then nothing is changed.
    """
    require(by, Permission.PLAN_CHANGE)
    refuse_unless(bool(reason.strip()), "reason", "Enter the reason for the new order")
    with recorded(REORDERED, actor=by.reference, reason=reason.strip()):
        rows = Deliverable.objects.filter(strand=strand).select_for_update(of=("self",)).order_by("id")
        locked = {each.pk: each for each in rows}
        complete = len(order) == len(locked) and {each.pk for each in order} == locked.keys()
        refuse_unless(complete, "", "Someone has added, moved or dropped one since. Check the order again")
        places = sorted(each.position for each in locked.values())
        moved = []
        for place, each in zip(places, order, strict=True):
            found = locked[each.pk]
            if found.position != place:
                found.position, found.version = place, found.version + 1
                moved.append(found)
        if moved:
            Deliverable.objects.bulk_update(moved, ["position", "version"])
    return moved


def move_to_strand(
    *, deliverable: Deliverable, strand: Strand, number: str, reason: str, by: Actor
) -> Deliverable:
    """Move a deliverable to the end of another strand of its strategy, with the number that it has there.

    Its outcome belongs to the old strand, so it leaves it. Raises ChangeRefused. Then nothing is changed.
    """
    require(by, Permission.PLAN_CHANGE)
    refuse_unless(bool(reason.strip()), "reason", "Enter the reason for moving it")
    refuse_unless(len(number.strip()) <= 20, "number", "Number must be 20 characters or fewer")
    with recorded(MOVED, actor=by.reference, reason=reason.strip()):
        found = lock_all([deliverable], None)
        refuse_unless(bool(found), "", "This has been dropped. Bring it back first")
        [locked] = found
        refuse_unless(strand.strategy_id == locked.strategy_id, "strand", "Select one of the same plan")
        refuse_unless(strand.pk != locked.strand_id, "strand", "Select another one to move it to")
        locked.strand, locked.outcome, locked.number = strand, None, number.strip()
        locked.position = last_positions([strand.pk]).get(strand.pk, 0) + 1
        locked.version += 1
        locked.save(update_fields=["strand", "outcome", "number", "position", "version"])
    return locked


def split(
    *,
    deliverable: Deliverable,
    title: str,
    number: str = "",
    points: Collection[UUID] = (),
    detail: Collection[int] = (),
    with_people: bool = True,
    reason: str,
    by: Actor,
) -> Deliverable:
    """Split a deliverable: a second one, at the end of the strand, takes over the chosen parts. Returns it.

    `points` are due points (public ids) and `detail` places in the list of details, which move. People are
    copied, and boards that oversee the first one singly oversee both. Raises ChangeRefused. Then nothing is changed.
    """
    require(by, Permission.PLAN_CHANGE)
    refuse_unless(bool(title.strip()), "title", "Enter the title of the second one")
    refuse_unless(
        len(title.strip()) <= LONGEST_TITLE, "title", f"Title must be {LONGEST_TITLE} characters or fewer"
    )
    refuse_unless(bool(reason.strip()), "reason", "Enter the reason for splitting it")
    with recorded(SPLIT, actor=by.reference, reason=reason.strip()):
        found = lock_all([deliverable], None, "due_points", "assignments__person", "assignments__post")
        refuse_unless(bool(found), "", "This has been dropped. Bring it back first")
        [first] = found
        second = Deliverable(
            strand_id=first.strand_id,
            strategy_id=first.strategy_id,
            outcome_id=first.outcome_id,
            accountable_id=first.accountable_id,
            accountable_person_id=first.accountable_person_id,
            number=number.strip(),
            position=last_positions([first.strand_id])[first.strand_id] + 1,
            title=title.strip(),
            detail=[line for place, line in enumerate(first.detail) if place in detail],
        )
        first.detail = [line for place, line in enumerate(first.detail) if place not in detail]
        first.version += 1
        first.save(update_fields=["detail", "version"])
        second.save(force_insert=True)
        moved = [point for point in first.due_points.all() if point.public_id in points]
        for position, point in enumerate(moved, 1):
            point.deliverable, point.position = second, position
        DuePoint.objects.bulk_update(moved, ["deliverable", "position"])
        if with_people:
            _copy_people(first, second)
        overseen_too(second, first)
    return second


def _copy_people(first: Deliverable, second: Deliverable) -> None:
    columns = ("role", "person_id", "post_id", "state", "qualifier", "position")
    Assignment.objects.bulk_create(
        Assignment(deliverable=second, **{name: getattr(each, name) for name in columns})
        for each in first.assignments.all()
    )
