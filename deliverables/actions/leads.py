"""Saying who leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from councils.access import Actor, require
from councils.models import Person, Post
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Assignment, Deliverable
from .bulk import ExpectedVersions, bump_versions, lock_all

Lead = Person | Post


def change_leads(
    *,
    deliverables: Sequence[Deliverable],
    lead: Lead,
    reason: str = "",
    by: Actor,
    expected_versions: ExpectedVersions | None = None,
) -> list[Deliverable]:
    """Let a person or a post lead each of the deliverables. Gives back those whose lead has changed.

    Whoever led until now does not any more. Joint leads, alternates and those it reports to stay; who was a joint
    lead and leads now is listed once. Raises StaleDeliverables, with nothing changed.
    """
    require(by, Permission.PLAN_CHANGE)
    with recorded("leads.changed", actor=by.reference, reason=reason.strip()):
        locked = lock_all(deliverables, expected_versions)
        people = _people(locked)
        changed = [each for each in locked if not leads_already(people[each.pk], lead)]
        bump_versions(changed)
        for deliverable in changed:
            _put_in_front(deliverable, people[deliverable.pk], lead)
    return changed


def leads_already(people: Iterable[Assignment], lead: Lead) -> bool:
    """Whether this person or post, and nobody beside them, is the lead."""
    return [_holds(each, lead) for each in people if each.role == Assignment.Role.LEAD] == [True]


def _people(deliverables: Iterable[Deliverable]) -> dict[int, list[Assignment]]:
    found: dict[int, list[Assignment]] = defaultdict(list)
    for each in Assignment.objects.filter(deliverable_id__in=[each.pk for each in deliverables]):
        found[each.deliverable_id].append(each)
    return found


def _holds(assignment: Assignment, lead: Lead) -> bool:
    return lead.pk == (assignment.person_id if isinstance(lead, Person) else assignment.post_id)


def _put_in_front(deliverable: Deliverable, people: Sequence[Assignment], lead: Lead) -> None:
    """The first lead's place goes to the new one; there is no second lead."""
    leads = [each for each in people if each.role == Assignment.Role.LEAD]
    twice = [each for each in people if each.role == Assignment.Role.JOINT and _holds(each, lead)]
    place = leads[0] if leads else _new_place(deliverable, people)
    for each in (*leads[1:], *twice):
        each.delete()
    is_person = isinstance(lead, Person)
    place.person, place.post = (lead, None) if is_person else (None, lead)
    place.state = _state(lead)
    place.qualifier = ""
    place.save()


def _new_place(deliverable: Deliverable, people: Sequence[Assignment]) -> Assignment:
    """In front of everybody, where there is room."""
    taken = [each.position for each in people]
    position = 1 if not taken else min(taken) - 1 if min(taken) > 0 else max(taken) + 1
    return Assignment(deliverable=deliverable, role=Assignment.Role.LEAD, position=position)


def _state(lead: Lead) -> str:
    """A person of whom the plan knows only initials is still to be identified."""
    if isinstance(lead, Post) or lead.state == Person.State.IDENTIFIED:
        return Assignment.State.IDENTIFIED
    return Assignment.State.TO_IDENTIFY
