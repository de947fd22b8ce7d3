"""Change leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

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
        locked = lock_all(deliverables, expected_versions, "assignments")
        changed = [each for each in locked if not leads_already(each.assignments.all(), lead)]
        bump_versions(changed)
        _replace_leads(changed, lead)
    return changed


def leads_already(people: Iterable[Assignment], lead: Lead) -> bool:
    """Whether this person or post is the only lead."""
    return [_holds(each, lead) for each in people if each.role == Assignment.Role.LEAD] == [True]


def _holds(assignment: Assignment, lead: Lead) -> bool:
    return lead.pk == (assignment.person_id if isinstance(lead, Person) else assignment.post_id)


def _replace_leads(deliverables: Iterable[Deliverable], lead: Lead) -> None:
    """Replace the first lead of each, and delete its other leads and a joint lead who is now the lead (3 queries)."""
    replaced, deleted, added = [], [], []
    for deliverable in deliverables:
        people = list(deliverable.assignments.all())
        leads = [each for each in people if each.role == Assignment.Role.LEAD]
        as_joint = [each for each in people if each.role == Assignment.Role.JOINT and _holds(each, lead)]
        replaced += leads[:1]
        deleted += leads[1:] + as_joint
        if not leads:
            added.append(
                Assignment(deliverable=deliverable, position=_first_position(people), **_led_by(lead))
            )
    Assignment.objects.filter(pk__in=[each.pk for each in deleted]).delete()
    Assignment.objects.filter(pk__in=[each.pk for each in replaced]).update(**_led_by(lead))
    Assignment.objects.bulk_create(added)


def _first_position(people: Sequence[Assignment]) -> int:
    """The position before all others, or the last if there is no free position before them."""
    taken = [each.position for each in people]
    return 1 if not taken else min(taken) - 1 if min(taken) > 0 else max(taken) + 1


def _led_by(lead: Lead) -> dict[str, Any]:
    """Columns of the assignment of a lead."""
    person, post = (lead, None) if isinstance(lead, Person) else (None, lead)
    role = Assignment.Role.LEAD
    return {"role": role, "person": person, "post": post, "state": _state(lead), "qualifier": ""}


def _state(lead: Lead) -> str:
    """State of the assignment. A person known only by initials is still to be identified."""
    if isinstance(lead, Post) or lead.state == Person.State.IDENTIFIED:
        return Assignment.State.IDENTIFIED
    return Assignment.State.TO_IDENTIFY
