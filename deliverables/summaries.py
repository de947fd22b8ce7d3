"""State of deliverables in a quarter: stated RAG, schedule RAG, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.periods import Precision, Quarter, words_for_date
from core.rag import Direction, Rag, Verdict
from strategies.models import ReportingPeriod
from strategies.quarter_rules import judgement_day
from strategies.selected_quarter import SelectedQuarter

from .models import Assignment, Deliverable, DuePoint, ProgressUpdate
from .models.deliverable import DeliverableQuerySet
from .rules import (
    DuePointFacts,
    StatedRag,
    UpdateFacts,
    direction,
    disagreement,
    open_due_points,
    schedule_rag,
    slippage,
    slippage_words,
    stated_rag,
)


@dataclass(frozen=True)
class DeliverableState:
    """One deliverable as at a day, with stated RAG and schedule RAG, which are never merged.

    `current_update` is the update with the stated RAG. `stated_before` is the stated RAG of the previous quarter.
    """

    deliverable: Deliverable
    stated: StatedRag
    schedule: Verdict
    disagreement: str | None
    current_update: ProgressUpdate | None
    stated_before: Rag | None

    @property
    def due_points(self) -> list[DuePoint]:
        return list(self.deliverable.due_points.all())

    @property
    def leads(self) -> list[Assignment]:
        return [each for each in self.deliverable.assignments.all() if each.role != Assignment.Role.REPORTING]

    @property
    def reporting_to(self) -> list[Assignment]:
        return [each for each in self.deliverable.assignments.all() if each.role == Assignment.Role.REPORTING]

    @property
    def is_unowned(self) -> bool:
        """Whether it has no lead, or only vacancies."""
        return not any(each.person_id or each.post_id for each in self.leads)

    @property
    def direction(self) -> Direction | None:
        """Change of stated RAG since the previous quarter. None if there is no previous quarter to compare with."""
        return None if self.stated_before is None else direction(self.stated.rag, self.stated_before)

    @property
    def moved(self) -> str:
        """Change of stated RAG in words, such as "Worse, was green". Empty if neither worse nor better."""
        if self.direction not in (Direction.WORSE, Direction.BETTER) or self.stated_before is None:
            return ""
        return f"{self.direction.word}, was {self.stated_before.word.lower()}"

    @property
    def due_lines(self) -> list[tuple[DuePoint, str]]:
        """Due points with how far each has moved since publication ("3 months later"), or "" if it has not."""
        return [(point, slippage_words(facts(point))) for point in self.due_points]

    @property
    def slipped_days(self) -> int:
        """The largest slip of its due points, in days. 0 if none has slipped."""
        return max((slippage(facts(point)) for point in self.due_points), default=0)


def part_words(point: DuePoint) -> str:
    """Words for a due point in a choice, such as "launch (Oct 2015)" or "Due Oct 2015"."""
    due = words_for_date(point.due_on, point.precision)
    return f"{point.label} ({due})" if point.label else f"Due {due}"


def facts(point: DuePoint) -> DuePointFacts:
    """Facts about a due point for the rules."""
    return DuePointFacts(
        label=point.label,
        due_on=point.due_on,
        precision=Precision(point.precision),
        original_due_on=point.original_due_on,
        done_on=point.done_on,
    )


def deliverable_states(
    deliverables: DeliverableQuerySet,
    *,
    period: ReportingPeriod,
    today: date,
    previous: ReportingPeriod | None = None,
    as_at: date | None = None,
) -> list[DeliverableState]:
    """Judge deliverables in plan order, as at `today` or the quarter's cut-off, whichever is earlier (4 queries).

    `as_at` sets another day: the page of one deliverable shows late updates too. `previous` is the quarter to
    compare with.
    """
    rows = list(deliverables.in_plan_order().with_parts())
    return judged_rows(rows, period=period, today=today, previous=previous, as_at=as_at)


def judged_rows(
    rows: Sequence[Deliverable],
    *,
    period: ReportingPeriod,
    today: date,
    previous: ReportingPeriod | None = None,
    as_at: date | None = None,
) -> list[DeliverableState]:
    """As `deliverable_states`, for deliverables that were loaded with their parts (1 query)."""
    as_at = as_at or judgement_day(today, period.cut_off_on)
    current_update, before = _current_updates([row.id for row in rows], period, previous, as_at)
    return [_state(row, current_update.get(row.id), before, period.quarter, previous, as_at) for row in rows]


def states_of(ids: Sequence[int], *, selected: SelectedQuarter, today: date) -> dict[int, DeliverableState]:
    """Judge the deliverables to show, by id (4 queries)."""
    states = deliverable_states(
        Deliverable.objects.filter(id__in=ids),
        period=selected.period,
        today=today,
        previous=selected.previous,
    )
    return {state.deliverable.id: state for state in states}


def state_today(deliverable: Deliverable, *, period: ReportingPeriod, today: date) -> DeliverableState:
    """Judge one deliverable as at today, not the cut-off, so that late updates count (4 queries)."""
    queryset = Deliverable.objects.filter(pk=deliverable.pk)
    [state] = deliverable_states(queryset, period=period, today=today, as_at=today)
    return state


def state_as_read(deliverable: Deliverable, *, period: ReportingPeriod, today: date) -> DeliverableState:
    """As `state_today`, for a deliverable that has just been read with its parts (1 query)."""
    known = ProgressUpdate.objects.filter(deliverable=deliverable).known_on(today, period=period)
    return _state(deliverable, known.newest_first().first(), None, period.quarter, None, today)


def _state(
    row: Deliverable,
    update: ProgressUpdate | None,
    before: UpdateByDeliverable | None,
    quarter: Quarter,
    previous: ReportingPeriod | None,
    as_at: date,
) -> DeliverableState:
    stated = stated_rag(_update_facts(update), quarter=quarter)
    points = [facts(point) for point in row.due_points.all()]
    schedule = schedule_rag(points, today=as_at, updated_this_quarter=stated.silent_for == 0)
    stated_before = None
    if before is not None and previous is not None:
        stated_before = stated_rag(_update_facts(before.get(row.id)), quarter=previous.quarter).rag
    return DeliverableState(
        deliverable=row,
        stated=stated,
        schedule=schedule,
        disagreement=disagreement(stated.rag, schedule, open_due_points(points, as_at)),
        current_update=update,
        stated_before=stated_before,
    )


def _update_facts(update: ProgressUpdate | None) -> list[UpdateFacts]:
    if update is None:
        return []
    return [UpdateFacts(quarter=update.quarter, rag=Rag(update.rag), recorded_at=update.recorded_at)]


UpdateByDeliverable = dict[int, ProgressUpdate]


def _current_updates(
    ids: list[int], period: ReportingPeriod, previous: ReportingPeriod | None, as_at: date
) -> tuple[UpdateByDeliverable, UpdateByDeliverable | None]:
    """Current updates by deliverable for the quarter, and for the quarter to compare with (1 query for both).

    The current update is the latest for that quarter or an earlier one, recorded by its day of judgement.
    """
    current = ProgressUpdate.objects.known_on(as_at, period=period).latest_of(ids)
    if previous is None:
        return _by_deliverable(current), None
    day = judgement_day(as_at, previous.cut_off_on)
    earlier = ProgressUpdate.objects.known_on(day, period=previous).latest_of(ids)
    # A deliverable has one or two of these. The first is its current update: what was known then is known now.
    updates = list((current | earlier).newest_first())
    previous_updates = [
        update
        for update in updates
        if update.quarter_starts_on <= previous.starts_on and update.recorded_on <= day
    ]
    return _by_deliverable(updates), _by_deliverable(previous_updates)


def _by_deliverable(newest_first: Iterable[ProgressUpdate]) -> UpdateByDeliverable:
    """The first update of each deliverable."""
    current_update: UpdateByDeliverable = {}
    for update in newest_first:
        current_update.setdefault(update.deliverable_id, update)
    return current_update


def stated_as(
    deliverables: DeliverableQuerySet, rag: Rag, *, period: ReportingPeriod, as_at: date
) -> DeliverableQuerySet:
    """Filter deliverables by stated RAG in the quarter, with the same result as `deliverable_states`."""
    known = ProgressUpdate.objects.known_on(as_at, period=period)
    current_rag = known.latest_value("rag", otherwise=Rag.NOT_RATED.value)
    rated: DeliverableQuerySet = deliverables.alias(current_rag=current_rag).filter(current_rag=rag.value)
    return rated
