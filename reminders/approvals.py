"""Who is asked to approve updates before the cut-off: docs/rules/reminders.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from boards.access import chair_seats
from core.words import count_words
from councils.models import Council, Membership, Person
from councils.permissions import ROLE_PERMISSIONS, Permission
from councils.tenancy import current_council_id
from deliverables.approval import approval_rules, overseen_among
from deliverables.models import ProposedUpdate
from strategies.models import ReportingPeriod


@dataclass(frozen=True)
class Approvals:
    """So many updates that wait for somebody's approval."""

    number: int
    council: Council

    @property
    def name(self) -> str:
        return f"{count_words(self.number, 'update')} to approve"

    def get_absolute_url(self) -> str:
        return reverse("deliverables:approvals", kwargs={"council": self.council.slug})


def approvals_asked_for(period: ReportingPeriod, today: date) -> Iterator[tuple[Approvals, Person | None]]:
    """How many updates for the quarter wait for whom: approvers, administrators, and chairs of boards that ask for it.

    Without any of these, all wait for nobody. 3 queries, and 2 for each board that asks for approval.
    """
    waiting = list(ProposedUpdate.objects.waiting().filter(period=period).select_related("council"))
    if not waiting:
        return
    numbers: dict[Person, set[int]] = {}
    for person in _approvers():
        numbers[person] = {each.pk for each in waiting}
    for board in approval_rules().boards:
        overseen = overseen_among([each.deliverable_id for each in waiting], [board])
        ids = {each.pk for each in waiting if each.deliverable_id in overseen}
        for person in _chairs(board.pk, today):
            numbers.setdefault(person, set()).update(ids)
    own = {each.pk: each.by_user_id for each in waiting}
    found = False
    for person, ids in numbers.items():
        others = [pk for pk in ids if person.user_id is None or own[pk] != person.user_id]
        if others:
            found = True
            yield Approvals(len(others), waiting[0].council), person
    if not found:
        yield Approvals(len(waiting), waiting[0].council), None


def _approvers() -> list[Person]:
    """People in the plan whose role may approve updates (1 query)."""
    roles = [role.value for role, may in ROLE_PERMISSIONS.items() if Permission.UPDATES_APPROVE in may]
    members = Membership.objects.filter(council_id=current_council_id(), ended_at=None, role__in=roles)
    people = Person.objects.filter(user_id__in=members.values("user_id")).select_related("user")
    return list(people.order_by("id"))


def _chairs(board_id: int, today: date) -> list[Person]:
    """Who is chair or co-chair of the board on that day, also by their post (1 query)."""
    seats = chair_seats(today).filter(board_id=board_id)
    seats = seats.select_related("holder__user", "post__holder__user").order_by("id")
    holders = (seat.holder or (seat.post.holder if seat.post else None) for seat in seats)
    return [holder for holder in holders if holder is not None]
