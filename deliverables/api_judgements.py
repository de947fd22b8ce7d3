"""Judge deliverables for API lists, as `deliverable_states` does, but without creating model instances."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from api.shapes import Row
from core.periods import Precision, Quarter
from core.rag import Rag, Verdict
from strategies.models import ReportingPeriod

from .api_shapes import DuePointShape
from .models import DuePoint, ProgressUpdate
from .rules import DuePointFacts, schedule_rag, stated_by


@dataclass(frozen=True, slots=True)
class CurrentUpdate:
    """The current update of a deliverable: the latest for the selected quarter or an earlier one."""

    quarter: Quarter
    rag: Rag
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Judgement:
    """The ratings of one deliverable as at a day, with its due points in the API's shape."""

    due_points: list[Row]
    stated: Rag
    schedule: Verdict
    last_update_on: date | None


def judgements(ids: Collection[int], *, period: ReportingPeriod, as_at: date) -> dict[int, Judgement]:
    """Judge these deliverables, by internal id (2 queries)."""
    points = DuePointShape.by_owner(DuePoint.objects.all(), "deliverable_id", ids, names=False)
    current = _current_updates(ids, period, as_at)
    quarter = period.quarter
    return {each: _judge(points[each], current.get(each), quarter, as_at) for each in ids}


def _current_updates(ids: Collection[int], period: ReportingPeriod, as_at: date) -> dict[int, CurrentUpdate]:
    updates = (
        ProgressUpdate.objects.known_on(as_at, period=period)
        .filter(deliverable_id__among=ids)
        .latest_of_each()
        .values_list("deliverable_id", "quarter_starts_on", "rag", "recorded_on")
    )
    return {
        deliverable_id: CurrentUpdate(Quarter.of(starts_on), Rag(rag), recorded_on)
        for deliverable_id, starts_on, rag, recorded_on in updates
    }


def _judge(points: list[Row], current: CurrentUpdate | None, quarter: Quarter, as_at: date) -> Judgement:
    stated = stated_by(current, quarter=quarter)
    facts = [_facts(point) for point in points]
    schedule = schedule_rag(facts, today=as_at, updated_this_quarter=stated.silent_for == 0)
    return Judgement(points, stated.rag, schedule, current.recorded_on if current else None)


def _facts(point: Row) -> DuePointFacts:
    return DuePointFacts(
        label=point["label"] or "",
        due_on=point["due_on"],
        precision=Precision(point["precision"]),
        original_due_on=point["original_due_on"],
        done_on=point["done_on"],
    )
