"""Who is asked for what on a day, and who cannot be reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.text import Truncator

from core.periods import Precision, words_for_date
from core.rag import Rag
from councils.models import Person
from deliverables.models import Assignment, Deliverable, ProgressUpdate, ProposedUpdate
from deliverables.rules import DuePointFacts
from minutes.models import Entry
from strategies.models import ReportingPeriod

from .approvals import Approvals, approvals_asked_for
from .rules import Asked, Days, Facts, asked, asked_to_approve


@dataclass(frozen=True)
class Request:
    """What somebody is asked for, and why: an update of a deliverable, an answer to an entry in minutes, approvals."""

    item: Deliverable | Entry | Approvals
    asked: Asked

    @property
    def name(self) -> str:
        return minute_name(self.item) if isinstance(self.item, Entry) else self.item.name


@dataclass(frozen=True)
class Letter:
    """Everything that one person is asked for."""

    person: Person
    email: str
    requests: tuple[Request, ...]


@dataclass(frozen=True)
class Requests:
    """The emails of a day, by person, and what nobody can be reached for."""

    letters: tuple[Letter, ...]
    unreachable: tuple[Request, ...]


def requests_of(period: ReportingPeriod, chosen: Days, *, days: Sequence[date]) -> Requests:
    """Who is asked for what on the last of these days (7 queries, and those of `approvals_asked_for`)."""
    holders = Assignment.objects.select_related("person__user", "post__holder__user")
    rows = Deliverable.objects.begun_by(period.quarter).in_plan_order()
    deliverables = list(
        rows.select_related("strategy", "strand", "accountable_person__user").prefetch_related(
            "due_points", Prefetch("assignments", holders)
        )
    )
    latest = _latest_updates(deliverables)
    sent = _sent_for_approval(deliverables, period)
    letters: dict[Person, list[Request]] = defaultdict(list)
    unreachable = []
    for each in deliverables:
        found = asked(
            _facts(each, latest.get(each.pk), sent.get(each.pk), period),
            chosen,
            cut_off_on=period.cut_off_on,
            days=days,
        )
        if found is None:
            continue
        request, people = Request(each, found), who_is_asked(each)
        for person in people:
            letters[person].append(request)
        if not people:
            unreachable.append(request)
    for request, owner in (*_minuted(chosen, period, days), *_to_approve(chosen, period, days)):
        if owner and can_be_reached(owner):
            letters[owner].append(request)
        else:
            unreachable.append(request)
    return Requests(
        tuple(Letter(person, email_of(person), tuple(requests)) for person, requests in letters.items()),
        tuple(unreachable),
    )


def _minuted(
    chosen: Days, period: ReportingPeriod, days: Sequence[date]
) -> Iterator[tuple[Request, Person | None]]:
    """Open entries in minutes that are due soon or overdue, with the person who owns each (1 query)."""
    rows = Entry.objects.open().exclude(due_on=None).order_by("due_on", "pk")
    for entry in rows.select_related("meeting__board", "owner__user", "owner_post__holder__user", "council"):
        facts = Facts((entry.due_on,), complete=False, updated_on=None, updated_this_quarter=True)
        if found := asked(facts, chosen, cut_off_on=period.cut_off_on, days=days):
            owner = entry.owner or (entry.owner_post.holder if entry.owner_post else None)
            yield Request(entry, found), owner


def _to_approve(
    chosen: Days, period: ReportingPeriod, days: Sequence[date]
) -> Iterator[tuple[Request, Person | None]]:
    """Updates that wait for approval before the cut-off, with each person who may approve them."""
    found = asked_to_approve(chosen, cut_off_on=period.cut_off_on, days=days)
    if found is not None:
        for item, person in approvals_asked_for(period, days[-1]):
            yield Request(item, found), person


def minute_name(entry: Entry) -> str:
    """ "Action of SEND Board, 3 March 2016: Find a site"."""
    meeting = entry.meeting
    held = f"{meeting.board.name}, {words_for_date(meeting.held_on)}"
    return f"{entry.kind_word} of {held}: {Truncator(entry.words).chars(120)}"


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


def _sent_for_approval(deliverables: Iterable[Deliverable], period: ReportingPeriod) -> dict[int, date]:
    """The day on which an update for the quarter was sent, of those where one waits for approval (1 query)."""
    rows = ProposedUpdate.objects.waiting().filter(
        period=period, deliverable__in=[each.pk for each in deliverables]
    )
    return dict(rows.values_list("deliverable_id", "recorded_on"))


def _facts(
    deliverable: Deliverable, update: ProgressUpdate | None, sent_on: date | None, period: ReportingPeriod
) -> Facts:
    """Facts for the rules. An update that waits for approval is an answer, as one that counts is."""
    points = (
        DuePointFacts(point.label, point.due_on, Precision(point.precision), done_on=point.done_on)
        for point in deliverable.due_points.all()
    )
    return Facts(
        open_days=tuple(point.last_day for point in points if point.done_on is None),
        complete=update is not None and update.rag == Rag.COMPLETE,
        updated_on=sent_on or (update.recorded_on if update else None),
        updated_this_quarter=sent_on is not None
        or (update is not None and update.quarter_starts_on >= period.starts_on),
    )
