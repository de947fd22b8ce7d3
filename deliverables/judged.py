"""Judge many deliverables from columns, without creating objects: for filters, counts and sorting.

`summaries.deliverable_states` gives the same verdicts with their reasons, for the few that a page shows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from core.periods import Precision, Quarter
from core.rag import Direction, Rag
from strategies.models import ReportingPeriod
from strategies.quarter_rules import judgement_day

from .models import Assignment, Deliverable, DuePoint, Overseen, ProgressUpdate
from .rules import (
    DuePointFacts,
    StatedRag,
    direction,
    disagrees,
    open_due_points,
    schedule_rating,
    slippage,
    stated_by,
)


class NamedOn(NamedTuple):
    """A person or post named on a deliverable, or a vacancy if both are None."""

    role: str
    person_id: int | None
    post_id: int | None
    qualifier: str

    @property
    def leads(self) -> bool:
        return self.role in Assignment.LEADING


class LatestUpdate(NamedTuple):
    """Columns of the update that a stated RAG comes from."""

    id: int
    quarter: Quarter
    rag: Rag
    recorded_on: date
    sample: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """One deliverable as at a day. `named` has everyone named on it except those it reports to."""

    id: int
    strategy_id: int
    strand_id: int
    accountable_id: int | None
    due_points: tuple[DuePointFacts, ...]
    named: tuple[NamedOn, ...]
    update: LatestUpdate | None
    stated: StatedRag
    stated_before: Rag | None
    schedule: Rag
    disagrees: bool

    @property
    def is_unowned(self) -> bool:
        """Whether it has no lead, or only vacancies."""
        return not any(each.person_id or each.post_id for each in self.named)

    @property
    def direction(self) -> Direction | None:
        """Change of stated RAG since the previous quarter. None if there is no previous quarter to compare with."""
        return None if self.stated_before is None else direction(self.stated.rag, self.stated_before)

    @property
    def slipped_days(self) -> int:
        """The largest slip of its due points, in days. 0 if none has slipped."""
        return max(0, *map(slippage, self.due_points), 0)


def judged_deliverables(
    *,
    period: ReportingPeriod,
    today: date,
    previous: ReportingPeriod | None = None,
    overseen: Overseen | None = None,
    also_to_come: bool = False,
) -> list[Judged]:
    """Judge the council's deliverables in plan order, as at `today` or the quarter's cut-off, whichever is earlier.

    Without those of plans that begin after the quarter, unless `also_to_come`.
    4 queries, and one more with `previous`, the quarter to compare with. `overseen`, to judge only that part.
    """
    as_at = judgement_day(today, period.cut_off_on)
    quarter = period.quarter
    points, named = _due_points(overseen), _named(overseen)
    current = _latest_updates(overseen, period, as_at)
    before = None
    if previous is not None:
        before = _latest_updates(overseen, previous, judgement_day(as_at, previous.cut_off_on))
    judged = []
    columns = ("id", "strategy_id", "strand_id", "accountable_id")
    deliverables = Deliverable.objects.filter(_within(overseen)).in_plan_order()
    if not also_to_come:
        deliverables = deliverables.begun_by(quarter)
    for key, strategy_id, strand_id, accountable_id in deliverables.values_list(*columns):
        update, due_points = current.get(key), points[key]
        stated = stated_by(update, quarter=quarter)
        schedule = schedule_rating(due_points, today=as_at, updated_this_quarter=stated.silent_for == 0)
        stated_before = None
        if before is not None:
            stated_before = before[key].rag if key in before else Rag.NOT_RATED
        judged.append(
            Judged(
                id=key,
                strategy_id=strategy_id,
                strand_id=strand_id,
                accountable_id=accountable_id,
                due_points=due_points,
                named=named[key],
                update=update,
                stated=stated,
                stated_before=stated_before,
                schedule=schedule,
                disagrees=disagrees(stated.rag, schedule, open_due_points(due_points, as_at)),
            )
        )
    return judged


def _within(overseen: Overseen | None, prefix: str = "") -> Q:
    """Filter by what is overseen. No filter for the whole council, which the database reads best."""
    return Q() if overseen is None else overseen.deliverables(prefix)


def _due_points(overseen: Overseen | None) -> dict[int, tuple[DuePointFacts, ...]]:
    columns = ("deliverable_id", "label", "due_on", "precision", "original_due_on", "done_on")
    rows = DuePoint.objects.filter(_within(overseen, "deliverable__")).order_by("position", "id")
    found: dict[int, list[DuePointFacts]] = defaultdict(list)
    for deliverable_id, label, due_on, precision, original_due_on, done_on in rows.values_list(*columns):
        found[deliverable_id].append(
            DuePointFacts(label, due_on, _PRECISIONS[precision], original_due_on, done_on)
        )
    return defaultdict(tuple, {key: tuple(points) for key, points in found.items()})


_PRECISIONS = {each.value: each for each in Precision}
_RAGS = {each.value: each for each in Rag}


def _named(overseen: Overseen | None) -> dict[int, tuple[NamedOn, ...]]:
    rows = Assignment.objects.filter(_within(overseen, "deliverable__"))
    rows = rows.exclude(role=Assignment.Role.REPORTING).order_by("position", "id")
    found: dict[int, list[NamedOn]] = defaultdict(list)
    shared: dict[tuple[Any, ...], NamedOn] = {}
    for deliverable_id, *columns in rows.values_list("deliverable_id", *NamedOn._fields):
        named = tuple(columns)
        found[deliverable_id].append(shared.setdefault(named, NamedOn(*named)))
    return defaultdict(tuple, {key: tuple(people) for key, people in found.items()})


def _latest_updates(
    overseen: Overseen | None, period: ReportingPeriod, as_at: date
) -> dict[int, LatestUpdate]:
    """The latest update of each for this quarter or an earlier one, recorded by the day."""
    known = ProgressUpdate.objects.known_on(as_at, period=period)
    known = known.filter(_within(overseen, "deliverable__"))
    latest = known.latest_of_each().values_list(
        "deliverable_id", "id", "quarter_starts_on", "rag", "recorded_on", "sample"
    )
    quarters: dict[date, Quarter] = {}
    found = {}
    for deliverable_id, update_id, starts_on, rag, recorded_on, sample in latest:
        if starts_on not in quarters:
            quarters[starts_on] = Quarter.of(starts_on)
        found[deliverable_id] = LatestUpdate(update_id, quarters[starts_on], _RAGS[rag], recorded_on, sample)
    return found
