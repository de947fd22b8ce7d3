"""How deliverables stand in a quarter: what was said, what the dates say, and where the two disagree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from core.periods import Precision, Quarter, words_for_date
from core.rag import Direction, Rag, Verdict
from strategies.models import ReportingPeriod
from strategies.rules import judgement_day

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
    """One deliverable as at a day: the stated and the schedule RAG side by side, never merged.

    `current_update` is the update that the stated RAG comes from; `stated_before` what stood a quarter earlier.
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
        """Nobody leads it, or only a vacancy that is still to be settled."""
        return not any(each.person_id or each.post_id for each in self.leads)

    @property
    def direction(self) -> Direction | None:
        """Since last quarter; None where there is none."""
        return None if self.stated_before is None else direction(self.stated.rag, self.stated_before)

    @property
    def moved(self) -> str:
        """ "Worse, was green": where the stated RAG has gone since the quarter before; "" where it has not."""
        if self.direction not in (Direction.WORSE, Direction.BETTER) or self.stated_before is None:
            return ""
        return f"{self.direction.word}, was {self.stated_before.word.lower()}"

    @property
    def due_lines(self) -> list[tuple[DuePoint, str]]:
        """Each due point with how far it has moved since it was published ("3 months later"), "" for not at all."""
        return [(point, slippage_words(facts(point))) for point in self.due_points]

    @property
    def slipped_days(self) -> int:
        """The most that any of its dates has moved, in days; 0 when none has slipped."""
        return max((slippage(facts(point)) for point in self.due_points), default=0)


def part_words(point: DuePoint) -> str:
    """ "launch (Oct 2015)", "Due Oct 2015": a due point as a person picks it."""
    due = words_for_date(point.due_on, point.precision)
    return f"{point.label} ({due})" if point.label else f"Due {due}"


def facts(point: DuePoint) -> DuePointFacts:
    """A due point as judgement sees it."""
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
    """Every deliverable of the queryset as at the earlier of `today` and the quarter's cut-off, in plan order.

    `as_at` names another day: the page of one deliverable shows late updates too. `previous` is the quarter to
    compare with. Four queries whatever their number.
    """
    as_at = as_at or judgement_day(today, period.cut_off_on)
    rows = list(deliverables.in_plan_order().with_parts())
    current_update, before = _current_updates([row.id for row in rows], period, previous, as_at)
    return [_state(row, current_update.get(row.id), before, period.quarter, previous, as_at) for row in rows]


def state_today(deliverable: Deliverable, *, period: ReportingPeriod, today: date) -> DeliverableState:
    """One deliverable as at today rather than the cut-off: what was said late counts here (4 queries)."""
    one = Deliverable.objects.filter(pk=deliverable.pk)
    [state] = deliverable_states(one, period=period, today=today, as_at=today)
    return state


def state_as_read(deliverable: Deliverable, *, period: ReportingPeriod, today: date) -> DeliverableState:
    """As `state_today`, for a deliverable that has just been read with its parts (1 query)."""
    current_update, before = _current_updates([deliverable.id], period, None, today)
    return _state(deliverable, current_update.get(deliverable.id), before, period.quarter, None, today)


def _state(
    row: Deliverable,
    update: ProgressUpdate | None,
    before: UpdateOfEach | None,
    quarter: Quarter,
    previous: ReportingPeriod | None,
    as_at: date,
) -> DeliverableState:
    stated = stated_rag(_heard(update), quarter=quarter)
    points = [facts(point) for point in row.due_points.all()]
    schedule = schedule_rag(points, today=as_at, updated_this_quarter=stated.silent_for == 0)
    stated_before = None
    if before is not None and previous is not None:
        stated_before = stated_rag(_heard(before.get(row.id)), quarter=previous.quarter).rag
    return DeliverableState(
        deliverable=row,
        stated=stated,
        schedule=schedule,
        disagreement=disagreement(stated.rag, schedule, open_due_points(points, as_at)),
        current_update=update,
        stated_before=stated_before,
    )


def _heard(update: ProgressUpdate | None) -> list[UpdateFacts]:
    if update is None:
        return []
    return [UpdateFacts(quarter=update.period.quarter, rag=Rag(update.rag), recorded_at=update.recorded_at)]


UpdateOfEach = dict[int, ProgressUpdate]


def _current_updates(
    ids: list[int], period: ReportingPeriod, previous: ReportingPeriod | None, as_at: date
) -> tuple[UpdateOfEach, UpdateOfEach | None]:
    """By deliverable the latest update for or before the quarter that was known on the day, and likewise for the
    quarter to compare with, as its own judgement saw it (1 query for both)."""
    own = ProgressUpdate.objects.filter(deliverable_id__in=ids)
    now = own.known_on(as_at, period=period).latest_of_each()
    if previous is None:
        return _by_deliverable(now.select_related("period")), None
    day = judgement_day(as_at, previous.cut_off_on)
    then = own.known_on(day, period=previous).latest_of_each()
    either = ProgressUpdate.objects.filter(Q(id__in=now.values("id")) | Q(id__in=then.values("id")))
    # What was known then is known now: the first of a deliverable's two is the one that stands now.
    found = list(either.select_related("period").newest_first())
    known_then = [
        update
        for update in found
        if update.period.starts_on <= previous.starts_on and update.recorded_on <= day
    ]
    return _by_deliverable(found), _by_deliverable(known_then)


def _by_deliverable(newest_first: Iterable[ProgressUpdate]) -> UpdateOfEach:
    """The first of each deliverable."""
    current_update: UpdateOfEach = {}
    for update in newest_first:
        current_update.setdefault(update.deliverable_id, update)
    return current_update


def stated_as(
    deliverables: DeliverableQuerySet, rag: Rag, *, period: ReportingPeriod, as_at: date
) -> DeliverableQuerySet:
    """Deliverables whose stated RAG in the quarter is `rag`, as `deliverable_states` would say."""
    known = ProgressUpdate.objects.known_on(as_at, period=period)
    current_rag = known.latest_value("rag", otherwise=Rag.NOT_RATED.value)
    found: DeliverableQuerySet = deliverables.alias(current_rag=current_rag).filter(current_rag=rag.value)
    return found
