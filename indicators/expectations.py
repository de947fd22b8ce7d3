"""Read main trajectories with effects and figures from columns, and judge whether promised effects are seen.

The number of queries does not depend on how many there are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from core.periods import PeriodKind, Quarter
from core.rag import Rag
from deliverables.models import ProgressUpdate
from deliverables.models.deliverable import reference_of

from .columns import READING_JSON, decimal_or_none, reading_facts
from .models import ExpectedEffect, Reading, Trajectory, TrajectoryPoint
from .models.indicator import IndicatorQuerySet
from .rules import Unit, last_day_counted
from .rules.impact import Compared, ImpactVerdict, compared, impact_of
from .rules.trajectory import Confidence, EffectFacts, Mark, Point, TrajectoryFacts, shifted
from .small_numbers import NOTHING, Hidden

POINT_JSON = JSONObject(**{name: F(name) for name in ("expected_on", "do_nothing", "with_plan", "label")})
EFFECT_JSON = JSONObject(
    id=F("public_id"),
    deliverable=F("deliverable_id"),
    code=F("deliverable__strand__code"),
    number=F("deliverable__number"),
    title=F("deliverable__title"),
    dropped_on=F("deliverable__dropped_on"),
    **{name: F(name) for name in ("direction", "size", "horizon_on", "confidence", "evidence")},
)


@dataclass(frozen=True, slots=True)
class Judged:
    """An indicator, by internal id, with the judgement of its main trajectory."""

    indicator_id: int
    verdict: ImpactVerdict


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """One trajectory, by internal id, with effects as they count in it and the figures that can be compared."""

    id: int
    indicator_id: int
    facts: TrajectoryFacts
    effects: tuple[EffectFacts, ...]
    figures: Compared

    def judged(self, day: date) -> ImpactVerdict:
        return impact_of(self.facts, self.effects, self.figures, day)


def judged_impacts(
    indicators: IndicatorQuerySet,
    *,
    as_at: date,
    quarter: Quarter | None = None,
    hidden: Hidden = NOTHING,
) -> list[Judged]:
    """Judge the indicators that have a main trajectory which is not closed, in table order.

    2 queries, or 1 if there is no trajectory. With a quarter, figures and updates of later quarters are left out. So
    are `hidden` readings.
    """
    rows = Trajectory.objects.filter(
        is_main=True, closed_on=None, indicator_id__in=indicators.order_by().values("id")
    )
    day = last_day_counted(as_at, quarter)
    found = courses(rows, as_at=as_at, quarter=quarter, hidden=hidden)
    return [Judged(each.indicator_id, each.judged(day)) for each in found]


def courses(
    rows: QuerySet[Trajectory], *, as_at: date, quarter: Quarter | None = None, hidden: Hidden = NOTHING
) -> list[CourseFacts]:
    """Trajectories as the rules take them, without `hidden` readings, in table order (2 queries, or 1 if none)."""
    day = last_day_counted(as_at, quarter)
    in_order = (
        "indicator__strategy__position",
        "indicator__set",
        "indicator__position",
        "indicator_id",
        "id",
    )
    columns = ("id", "indicator_id", "indicator__unit", *TRAJECTORY_COLUMNS)
    found = list(
        rows.annotate(every_point=_points(), every_effect=_effects(), every_reading=_readings(day))
        .order_by(*in_order)
        .values_list(
            *columns, "shift_months", "shifted_effects", *("every_point", "every_effect", "every_reading")
        )
    )
    stated = stated_rags(
        {effect["deliverable"] for *_, effects, _ in found for effect in effects},
        as_at=as_at,
        last_quarter=quarter.starts_on if quarter else day,
    )
    made = []
    for key, indicator_id, unit, value, on, kind, tolerance, months, only, points, effects, readings in found:
        facts = trajectory_facts(unit, (on, value), kind, tolerance, map(point_facts, points))
        known = shifted((effect_facts(each, stated) for each in effects), months, frozenset(only))
        shown = (each for each in readings if (indicator_id, each["period"]) not in hidden)
        figures = compared(map(reading_facts, shown), facts.kind, day)
        made.append(CourseFacts(key, indicator_id, facts, tuple(known), figures))
    return made


TRAJECTORY_COLUMNS = ("baseline_value", "baseline_on", "period_kind", "tolerance")


def trajectory_facts(
    unit: str, baseline: Mark, kind: str, tolerance: Decimal, points: Any
) -> TrajectoryFacts:
    """Trajectory as the rules take it."""
    return TrajectoryFacts(Unit(unit), baseline, tuple(points), PeriodKind(kind), tolerance)


def point_facts(json: Mapping[str, Any]) -> Point:
    return Point(
        date.fromisoformat(json["expected_on"]),
        decimal_or_none(json["do_nothing"]),
        decimal_or_none(json["with_plan"]),
        json["label"],
    )


def effect_facts(json: Mapping[str, Any], stated: Mapping[int, Rag]) -> EffectFacts:
    """Effect as the rules take it. It is called by its deliverable's reference, or by the title if none is printed."""
    number = json["number"]
    return EffectFacts(
        name=reference_of(json["code"], number) if number else json["title"],
        direction=json["direction"],
        size=decimal_or_none(json["size"]),
        shows_on=date.fromisoformat(json["horizon_on"]) if json["horizon_on"] else None,
        confidence=Confidence(json["confidence"]) if json["confidence"] else None,
        evidence=json["evidence"],
        dropped=json["dropped_on"] is not None,
        delivery=stated.get(json["deliverable"], Rag.NOT_RATED),
        id=UUID(json["id"]),
        title=json["title"] if number else "",
    )


def effects_on(indicator_id: int, *, as_at: date) -> list[EffectFacts]:
    """Effects on one indicator in plan order, with what was stated of their deliverables by the day (2 queries)."""
    rows = ExpectedEffect.objects.filter(indicator_id=indicator_id)
    found = list(rows.order_by(*_PLAN_ORDER).values_list(EFFECT_JSON, flat=True))
    stated = stated_rags({each["deliverable"] for each in found}, as_at=as_at, last_quarter=as_at)
    return [effect_facts(each, stated) for each in found]


def stated_rags(deliverables: Collection[int], *, as_at: date, last_quarter: date) -> dict[int, Rag]:
    """Stated RAG of deliverables by id: of updates recorded by the day for quarters that start by `last_quarter`.

    1 query, or none without deliverables.
    """
    if not deliverables:
        return {}
    known = ProgressUpdate.objects.filter(recorded_on__lte=as_at, quarter_starts_on__lte=last_quarter)
    return {key: Rag(rag) for key, rag in known.latest_of(deliverables).values_list("deliverable_id", "rag")}


_PLAN_ORDER = (
    "deliverable__strategy__position",
    "deliverable__strand__position",
    "deliverable__position",
    "id",
)


def _points() -> ArraySubquery:
    points = TrajectoryPoint.objects.filter(trajectory_id=OuterRef("pk")).order_by("expected_on")
    return ArraySubquery(points.values(json=POINT_JSON))


def _effects() -> ArraySubquery:
    effects = ExpectedEffect.objects.filter(indicator_id=OuterRef("indicator_id")).order_by(*_PLAN_ORDER)
    return ArraySubquery(effects.values(json=EFFECT_JSON))


def _readings(day: date) -> ArraySubquery:
    """Figures of periods that ended between the baseline and the day."""
    readings = Reading.objects.filter(
        indicator_id=OuterRef("indicator_id"), ends_on__gte=OuterRef("baseline_on"), ends_on__lte=day
    )
    return ArraySubquery(readings.order_by("ends_on", "id").values(json=READING_JSON))
