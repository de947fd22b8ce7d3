"""Who is asked for what on a day, and who cannot be reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from core.periods import Precision
from core.rag import Rag
from councils.models import Person
from deliverables.models import Assignment, Deliverable, ProgressUpdate
from deliverables.rules import DuePointFacts
from strategies.models import ReportingPeriod

from .rules import Asked, Days, Facts, asked


@dataclass(frozen=True)
class Request:
    """A deliverable for which somebody is asked for an update, and why."""

    deliverable: Deliverable
    asked: Asked


@dataclass(frozen=True)
class Letter:
    """Everything that one person is asked for."""

    person: Person
    email: str
    requests: tuple[Request, ...]


@dataclass(frozen=True)
class Requests:
    """The emails of a day, by person, and the deliverables of which nobody can be reached."""

    letters: tuple[Letter, ...]
    unreachable: tuple[Request, ...]


def requests_of(period: ReportingPeriod, chosen: Days, *, days: Sequence[date]) -> Requests:
    """Who is asked for what on the last of these days (4 queries)."""
    holders = Assignment.objects.select_related("person__user", "post__holder__user")
    rows = Deliverable.objects.begun_by(period.quarter).in_plan_order()
    deliverables = list(
        rows.select_related("strategy", "strand", "accountable_person__user").prefetch_related(
            "due_points", Prefetch("assignments", holders)
        )
    )
    latest = _latest_updates(deliverables)
    letters: dict[Person, list[Request]] = defaultdict(list)
    unreachable = []
    for each in deliverables:
        found = asked(
            _facts(each, latest.get(each.pk), period), chosen, cut_off_on=period.cut_off_on, days=days
        )
        if found is None:
            continue
        request, people = Request(each, found), who_is_asked(each)
        for person in people:
            letters[person].append(request)
        if not people:
            unreachable.append(request)
    return Requests(
        tuple(Letter(person, email_of(person), tuple(requests)) for person, requests in letters.items()),
        tuple(unreachable),
    )


def who_is_asked(deliverable: Deliverable) -> list[Person]:
    """Leads who can be written to, otherwise the accountable person if they can."""
    leads = {
        holder: None
        for each in deliverable.assignments.all()
        if each.role in Assignment.LEADING and (holder := _holder(each)) and can_be_reached(holder)
    }
    if leads:
        return list(leads)
    accountable = deliverable.accountable_person
    return [accountable] if accountable and can_be_reached(accountable) else []


def can_be_reached(person: Person) -> bool:
    return person.left_on is None and person.merged_into_id is None and bool(email_of(person))


def email_of(person: Person) -> str:
    """The address in the plan, otherwise that with which they sign in, or ""."""
    return person.email or (person.user.email if person.user and person.user.is_active else "")


def _holder(assignment: Assignment) -> Person | None:
    holder: Person | None = assignment.person or (assignment.post.holder if assignment.post else None)
    return holder


def _latest_updates(deliverables: Iterable[Deliverable]) -> dict[int, ProgressUpdate]:
    """The latest update of each, by its quarter and then by when it was recorded (1 query)."""
    rows = ProgressUpdate.objects.filter(deliverable__in=[each.pk for each in deliverables])
    latest = rows.order_by("deliverable_id", "-quarter_starts_on", "-recorded_at", "-id")
    return {update.deliverable_id: update for update in latest.distinct("deliverable_id")}


def _facts(deliverable: Deliverable, update: ProgressUpdate | None, period: ReportingPeriod) -> Facts:
    points = (
        DuePointFacts(point.label, point.due_on, Precision(point.precision), done_on=point.done_on)
        for point in deliverable.due_points.all()
    )
    return Facts(
        open_days=tuple(point.last_day for point in points if point.done_on is None),
        complete=update is not None and update.rag == Rag.COMPLETE,
        updated_on=update.recorded_on if update else None,
        updated_this_quarter=update is not None and update.quarter_starts_on >= period.starts_on,
    )
