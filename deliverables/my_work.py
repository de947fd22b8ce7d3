"""What one person has to deliver and to say this quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from councils.models import Person
from sendplan.periods import Quarter
from sendplan.rag import Rag
from strategies.models import ReportingPeriod

from .models import Deliverable
from .summaries import DeliverableState, deliverable_states, facts


class Urgency(Enum):
    """The groups of "My work", most urgent first, each with its heading."""

    OVERDUE = "Overdue"
    DUE_THIS_QUARTER = "Due this quarter"
    NOT_YET_UPDATED = "Not yet updated this quarter"
    REST = "The rest"


@dataclass(frozen=True)
class WorkGroup:
    """Deliverables of one degree of urgency."""

    title: str
    states: tuple[DeliverableState, ...]


@dataclass(frozen=True)
class MyWork:
    """The deliverables that a person leads, each in the most urgent group that it belongs to, disagreements first.

    `left_to_update` counts those of which nothing has been said for the quarter and that are not complete.
    """

    groups: tuple[WorkGroup, ...]
    total: int
    overdue: int
    left_to_update: int
    days_to_cut_off: int
    has_sample: bool


def my_work(person: Person, *, period: ReportingPeriod, today: date) -> MyWork:
    """As at today, late updates included (4 queries)."""
    led = Deliverable.objects.led_by(person.id)
    states = deliverable_states(led, period=period, today=today, as_at=today)
    grouped: dict[Urgency, list[DeliverableState]] = {urgency: [] for urgency in Urgency}
    for state in sorted(states, key=lambda state: state.disagreement is None):
        grouped[urgency_of(state, today)].append(state)
    return MyWork(
        groups=tuple(WorkGroup(urgency.value, tuple(found)) for urgency, found in grouped.items() if found),
        total=len(states),
        overdue=len(grouped[Urgency.OVERDUE]),
        left_to_update=sum(state.stated.is_silent for state in states),
        days_to_cut_off=(period.cut_off_on - today).days,
        has_sample=any(state.standing and state.standing.sample for state in states),
    )


def urgency_of(state: DeliverableState, today: date) -> Urgency:
    """Due this quarter means an open part due by the end of the quarter in which today lies."""
    if state.schedule.rag == Rag.RED:
        return Urgency.OVERDUE
    points = [facts(point) for point in state.due_points]
    quarter_end = Quarter.of(today).ends_on
    if any(not point.is_done(today) and point.last_day <= quarter_end for point in points):
        return Urgency.DUE_THIS_QUARTER
    return Urgency.NOT_YET_UPDATED if state.stated.is_silent else Urgency.REST
