"""Deliverables at two moments, in four queries whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import BooleanField, Case, Q, When

from core.rag import Rag
from councils.models import Change
from deliverables.models import Assignment, Deliverable, DuePoint, ProgressUpdate
from deliverables.models.deliverable import DeliverableQuerySet
from deliverables.rules import DuePointFacts, schedule_rag, schedule_rating
from deliverables.summaries import facts
from strategies.models import ReportingPeriod

from .moments import Since, last_lapsed
from .past import Past, Written, as_they_were
from .rules import Facts, is_silent

YEAR = timedelta(days=366)
T = TypeVar("T")
Holder = tuple[int | None, int | None, str]
"""Person, post and qualifier of an assignment."""


@dataclass(frozen=True)
class Position:
    """A deliverable on one day: its current update, dates and leads. `lapsed` is the last quarter past its cut-off."""

    update: ProgressUpdate | None
    due: dict[UUID, DuePointFacts]
    leads: tuple[Assignment, ...]
    title: str
    day: date
    lapsed: ReportingPeriod | None
    dropped: bool = False

    @property
    def rag(self) -> Rag:
        return Rag(self.update.rag) if self.update else Rag.NOT_RATED

    @property
    def forecast_on(self) -> date | None:
        return self.update.forecast_on if self.update else None

    @property
    def saying(self) -> int | None:
        """The current update's id."""
        return self.update.pk if self.update else None

    @property
    def is_overdue(self) -> bool:
        return self._schedule(schedule_rating) == Rag.RED

    @property
    def overdue_reason(self) -> str:
        return self._schedule(schedule_rag).reason

    def _schedule(self, rule: Callable[..., T]) -> T:
        return rule(list(self.due.values()), today=self.day, updated_this_quarter=True)

    @property
    def holders(self) -> frozenset[Holder]:
        """People and posts that lead it, without vacancies."""
        held = (each for each in self.leads if each.person_id or each.post_id)
        return frozenset((each.person_id, each.post_id, each.qualifier) for each in held)

    def facts(self) -> Facts:
        return Facts(
            rag=self.rag,
            overdue=self.is_overdue,
            due={part: point.last_day for part, point in self.due.items() if not point.is_done(self.day)},
            forecast_on=self.forecast_on,
            done=frozenset(part for part, point in self.due.items() if point.is_done(self.day)),
            leads=self.holders,
            silent=is_silent(
                self.update.quarter if self.update else None,
                self.rag,
                self.lapsed.quarter if self.lapsed else None,
            ),
            title=self.title,
            saying=self.saying,
            dropped=self.dropped,
        )


@dataclass(frozen=True)
class Pair:
    """One deliverable then and now.

    `added` is the log entry that added it since then, except with its plan. If it is set, `then` has no meaning.
    """

    deliverable: Deliverable
    then: Position
    now: Position
    added: Written | None


def then_and_now(
    deliverables: DeliverableQuerySet,
    *,
    since: Since,
    past: Past,
    begun: Sequence[ReportingPeriod],
    today: date,
) -> list[Pair]:
    """Deliverables of the queryset that may have changed, in plan order (4 queries)."""
    lapsed_then, lapsed_now = last_lapsed(begun, since.day), last_lapsed(begun, today)
    if lapsed_then == lapsed_now:
        deliverables = deliverables.filter(_touched(since, past, today))
    rows = list(deliverables.in_plan_order().with_parts())
    updates = _latest_updates(rows, since)
    due_then = _as_they_were(DuePoint, (point for row in rows for point in row.due_points.all()), past)
    people_then = _as_they_were(Assignment, (each for row in rows for each in row.assignments.all()), past)
    pairs = []
    for row in rows:
        known, held = updates.get(row.id, {}), past.held(Deliverable, row.public_id)
        then = Position(
            update=known.get(True),
            due=_due(due_then.get(row.id, [])),
            leads=_leads(people_then.get(row.id, [])),
            title=held.get("title", row.title),
            day=since.day,
            lapsed=lapsed_then,
            dropped=held.get("dropped_on", row.dropped_on) is not None,
        )
        now = Position(
            update=max(known.values(), key=_order, default=None),
            due=_due(row.due_points.all()),
            leads=_leads(row.assignments.all()),
            title=row.title,
            day=today,
            lapsed=lapsed_now,
            dropped=row.is_dropped,
        )
        pairs.append(Pair(row, then, now, _added(row, past)))
    return pairs


def _added(row: Deliverable, past: Past) -> Written | None:
    return next((each for each in past.of(Deliverable).get(row.public_id, []) if each.is_new), None)


def _touched(since: Since, past: Past, today: date) -> Q:
    """Filter for deliverables that were updated or written to, or with a date that has passed."""
    points = DuePoint.objects.filter(public_id__in=past.of(DuePoint))
    people = Assignment.objects.filter(public_id__in=past.of(Assignment))
    passed = DuePoint.objects.filter(due_on__gte=since.day - YEAR, due_on__lte=today)
    gone = {
        written[0].before["deliverable_id"]
        for model in (DuePoint, Assignment)
        for written in past.of(model).values()
        if written[0].op == Change.Op.DELETE and written[0].before
    }
    return (
        Q(public_id__in=past.of(Deliverable))
        | Q(id__in=gone)
        | Q(id__in=ProgressUpdate.objects.exclude(since.said).values("deliverable_id"))
        | Q(id__in=points.values("deliverable_id"))
        | Q(id__in=people.values("deliverable_id"))
        | Q(id__in=passed.values("deliverable_id"))
    )


def _latest_updates(rows: Iterable[Deliverable], since: Since) -> dict[int, dict[bool, ProgressUpdate]]:
    """Latest update of each deliverable that was known by then (True), and latest one made since (False)."""
    updates = (
        ProgressUpdate.objects.filter(deliverable_id__in=[row.id for row in rows])
        .annotate(known=Case(When(since.said, then=True), default=False, output_field=BooleanField()))
        .latest_of_each("known")
    )
    found: dict[int, dict[bool, ProgressUpdate]] = defaultdict(dict)
    for update in updates:
        found[update.deliverable_id][update.known] = update
    return found


def _order(update: ProgressUpdate) -> tuple[date, datetime, int]:
    return update.quarter_starts_on, update.recorded_at, update.pk


def _as_they_were(model: type[Any], now: Iterable[Any], past: Past) -> dict[int, list[Any]]:
    """Due points or assignments as they were, by deliverable id."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in as_they_were(model, now, past):
        found[row.deliverable_id].append(row)
    return found


def _due(points: Iterable[DuePoint]) -> dict[UUID, DuePointFacts]:
    in_order = sorted(points, key=lambda point: point.position)
    return {point.public_id: facts(point) for point in in_order}


def _leads(people: Iterable[Assignment]) -> tuple[Assignment, ...]:
    in_order = sorted(people, key=lambda each: each.position)
    return tuple(each for each in in_order if each.role != Assignment.Role.REPORTING)
