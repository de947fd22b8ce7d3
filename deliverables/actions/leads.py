"""Change leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from councils.actors import Actor, require
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
    """Make a person or a post the lead of the deliverables. Return the deliverables whose lead has changed.

    This replaces the current lead. Joint leads, alternates and "reporting to" do not change. A joint lead who
    becomes the lead is no longer listed as joint lead. Raises StaleDeliverables. Then nothing is changed.
    """
    require(by, Permission.PLAN_CHANGE)
    with recorded("leads.changed", actor=by.reference, reason=reason.strip()):
        locked = lock_all(deliverables, expected_versions)
        people = _assignments(locked)
        changed = [each for each in locked if not leads_already(people[each.pk], lead)]
        bump_versions(changed)
        for deliverable in changed:
            _replace_lead(deliverable, people[deliverable.pk], lead)
    return changed


def leads_already(people: Iterable[Assignment], lead: Lead) -> bool:
    """Whether this person or post is the only lead."""
    return [_holds(each, lead) for each in people if each.role == Assignment.Role.LEAD] == [True]


def _assignments(deliverables: Iterable[Deliverable]) -> dict[int, list[Assignment]]:
    by_deliverable: dict[int, list[Assignment]] = defaultdict(list)
    for each in Assignment.objects.filter(deliverable_id__in=[each.pk for each in deliverables]):
        by_deliverable[each.deliverable_id].append(each)
    return by_deliverable


def _holds(assignment: Assignment, lead: Lead) -> bool:
    return lead.pk == (assignment.person_id if isinstance(lead, Person) else assignment.post_id)


def _replace_lead(deliverable: Deliverable, people: Sequence[Assignment], lead: Lead) -> None:
    """Replace the first lead, and delete other leads and a joint lead who is now the lead."""
    leads = [each for each in people if each.role == Assignment.Role.LEAD]
    as_joint = [each for each in people if each.role == Assignment.Role.JOINT and _holds(each, lead)]
    assignment = leads[0] if leads else _new_assignment(deliverable, people)
    for each in (*leads[1:], *as_joint):
        each.delete()
    is_person = isinstance(lead, Person)
    assignment.person, assignment.post = (lead, None) if is_person else (None, lead)
    assignment.state = _state(lead)
    assignment.qualifier = ""
    assignment.save()


def _new_assignment(deliverable: Deliverable, people: Sequence[Assignment]) -> Assignment:
    """A new assignment before all others, or last if there is no free position before them."""
    taken = [each.position for each in people]
    position = 1 if not taken else min(taken) - 1 if min(taken) > 0 else max(taken) + 1
    return Assignment(deliverable=deliverable, role=Assignment.Role.LEAD, position=position)


def _state(lead: Lead) -> str:
    """State of the assignment. A person known only by initials is still to be identified."""
    if isinstance(lead, Post) or lead.state == Person.State.IDENTIFIED:
        return Assignment.State.IDENTIFIED
    return Assignment.State.TO_IDENTIFY
