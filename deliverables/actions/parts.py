"""Write the due points and people of deliverables as typed: only what differs, in few statements however many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..cells import Due, leading, reporting
from ..models import Assignment, Deliverable, DuePoint
from ..plan_names import Key, Slot, slot_of
from ..rules.due_dates import pair_dates
from ..summaries import facts

Role = Assignment.Role
SlotOf = tuple[Assignment | None, str, Slot]
"""The row that holds a place now, if any, and who shall hold it in which role."""


@dataclass
class PartsToWrite:
    """Rows of one table to delete, update and add."""

    model: type[Any]
    columns: tuple[str, ...]
    deleted: list[Any] = field(default_factory=list)
    updated: list[Any] = field(default_factory=list)
    added: list[Any] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.deleted) + len(self.updated) + len(self.added)

    def put(self, row: Any | None, values: Mapping[str, Any], **new: Any) -> None:
        """Update a row if its values differ. Without a row, add one, which also has the values in `new`."""
        if row is None:
            self.added.append(self.model(**new, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            self.updated.append(row)

    def save(self) -> None:
        """Delete, update and add (at most 3 queries)."""
        if self.deleted:
            self.model.objects.filter(pk__in=[row.pk for row in self.deleted]).delete()
        if self.updated:
            self.model.objects.bulk_update(self.updated, self.columns)
        self.model.objects.bulk_create(self.added)


def due_points_to_write() -> PartsToWrite:
    return PartsToWrite(DuePoint, ("position", "label", "due_on", "precision"))


def people_to_write() -> PartsToWrite:
    return PartsToWrite(Assignment, ("position", "role", "person_id", "post_id", "state", "qualifier"))


def pairs_of(points: Sequence[DuePoint], typed: Sequence[Due]) -> list[int | None]:
    """For each typed date, the place of the due point that it is now: by its id where the dates name these."""
    if any(due.point for due in typed):
        places = {point.public_id: place for place, point in enumerate(points)}
        return [places.get(due.point) if due.point else None for due in typed]
    return pair_dates([facts(point) for point in points], [(due.due_on, due.precision) for due in typed])


def put_due(
    parts: PartsToWrite, deliverable: Deliverable, typed: Sequence[Due], *, is_new: bool = False
) -> None:
    """Put typed dates in place of the due points (`pair_dates`). Those that stay keep original date and done mark."""
    points = [] if is_new else list(deliverable.due_points.all())
    pairs = pairs_of(points, typed)
    for position, (pair, due) in enumerate(zip(pairs, typed, strict=True), 1):
        values = {
            "position": position,
            "label": due.label,
            "due_on": due.due_on,
            "precision": due.precision.value,
        }
        first = {
            "original_due_on": due.original_due_on or due.due_on,
            "source_text": due.source_text,
            "done_on": due.done_on,
        }
        parts.put(None if pair is None else points[pair], values, deliverable=deliverable, **first)
    parts.deleted += [point for place, point in enumerate(points) if place not in pairs]


def put_people(
    parts: PartsToWrite,
    deliverable: Deliverable,
    *,
    leads: Sequence[Slot] | None = None,
    reports: Sequence[Slot] | None = None,
    alternates: Sequence[Slot] | None = None,
    is_new: bool = False,
) -> None:
    """Replace leads, alternates or those whom it reports to. None leaves them as they are.

    The first lead is the lead, and the others are joint leads. Whoever stays keeps their row, so that the history only
    shows who is new.
    """
    now = [] if is_new else list(deliverable.assignments.all())
    groups = (
        (leading(now), leads, (Role.LEAD, Role.JOINT)),
        ([each for each in now if each.role == Role.ALTERNATE], alternates, (Role.ALTERNATE,)),
        (reporting(now), reports, (Role.REPORTING,)),
    )
    wanted: list[SlotOf] = []
    for rows, slots, roles in groups:
        if slots is None:
            wanted += [(row, row.role, slot_of(row)) for row in rows]
        else:
            matched, left = _match(rows, slots)
            wanted += [
                (matched.get(place), roles[min(place, len(roles) - 1)], slot)
                for place, slot in enumerate(slots)
            ]
            parts.deleted += left
    for position, (row, role, slot) in enumerate(wanted, 1):
        values = {
            "position": position,
            "role": str(role),
            "person_id": slot.person.pk if slot.person else None,
            "post_id": slot.post.pk if slot.post else None,
            "state": _state(slot),
            "qualifier": slot.qualifier,
        }
        parts.put(row, values, deliverable=deliverable)


def _match(
    rows: Iterable[Assignment], slots: Sequence[Slot]
) -> tuple[dict[int, Assignment], list[Assignment]]:
    """Rows by the place that they keep or take over, and rows that are left over."""
    free: dict[Key, Assignment] = {slot_of(row).key: row for row in rows}
    left = [row for row in rows if free.get(slot_of(row).key) is not row]
    matched = {place: free.pop(slot.key) for place, slot in enumerate(slots) if slot.key in free}
    left = [*free.values(), *left]
    for place in range(len(slots)):
        if place not in matched and left:
            matched[place] = left.pop(0)
    return matched, left


def _state(slot: Slot) -> str:
    """As the loader of published plans has it: the state of the person, and a vacancy is to be confirmed."""
    if slot.person:
        return str(slot.person.state)
    return str(Assignment.State.IDENTIFIED if slot.post else Assignment.State.TO_CONFIRM)
