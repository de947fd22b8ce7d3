"""What indicators are expected to do, over the API: trajectories with their levels, and effects of deliverables."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from api.collections import Collection
from api.shapes import Row, Shape, choice, figure, id_field, text
from core.periods import PeriodKind
from councils.permissions import Permission

from .expectations import CourseFacts, courses
from .filters import ExpectedEffectFilter, OfIndicatorFilter
from .models import ExpectedEffect, Trajectory
from .rules.impact import Impact
from .rules.trajectory import Confidence, steps
from .small_numbers import hidden_from


class ExpectedEffectShape(Shape):
    """The effect that a deliverable is expected to have on an indicator."""

    id = id_field()
    deliverable = id_field("deliverable.public_id")
    indicator = id_field("indicator.public_id")
    direction = choice(ExpectedEffect.Direction)
    size = figure(
        help_text="In the indicator's unit, percentage points for a percentage. Null if nobody says."
    )
    horizon_on = serializers.DateField(allow_null=True, help_text="The day from which it counts in full.")
    confidence = choice(Confidence, allow_null=True, help_text="How sure people are. Null if nobody says.")
    evidence = text()
    note = text()


class ExpectedEffects(Collection):
    """Effects that deliverables are expected to have on indicators."""

    shape = ExpectedEffectShape
    noun = "expected effect"
    order = ("indicator_id", "id")
    filterset_class = ExpectedEffectFilter
    permission = Permission.INDICATORS_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        return ExpectedEffect.objects.all()


class PointShape(Shape):
    """Levels expected on a day, in the indicator's unit."""

    on = serializers.DateField()
    label = text(help_text="A milestone on the way.")  # type: ignore[assignment]
    do_nothing = figure(help_text="Stated, or on the straight line between two stated days.")
    with_plan = figure(help_text="As stated with the plan, or on the straight line between two stated days.")
    adds_up_to = figure(help_text="`do_nothing` plus the effects that count by then.")


class TrajectoryShape(Shape):
    """Baseline of an indicator, and the levels expected if nothing is done and with the plan."""

    parts = ("points", "impact", "impact_reason")

    id = id_field()
    indicator = id_field("indicator.public_id")
    name = serializers.CharField()
    is_main = serializers.BooleanField(help_text="The others are scenarios.")
    baseline_value = serializers.FloatField()
    baseline_on = serializers.DateField()
    baseline_method = serializers.CharField()
    period_kind = choice(PeriodKind, help_text="The kind of period that the levels are for.")
    tolerance = serializers.FloatField(help_text="A movement of up to this counts as none.")
    assumptions = text()
    shift_months = serializers.IntegerField(help_text="By how many months effects show later in a scenario.")
    shifted_effects = serializers.ListField(
        child=serializers.UUIDField(), help_text="Expected effects that are shifted, by id. Empty for all."
    )
    closed_on = serializers.DateField(allow_null=True)
    outcome = text(help_text="What came of it, written at close.")
    points = PointShape(many=True)
    impact = choice(Impact, allow_null=True, help_text="Of the main trajectory, until it is closed.")
    impact_reason = serializers.CharField(allow_null=True)


class Trajectories(Collection):
    """Trajectories and scenarios of indicators."""

    shape = TrajectoryShape
    noun = "trajectory"
    order = ("indicator_id", "id")
    filterset_class = OfIndicatorFilter
    permission = Permission.INDICATORS_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        return Trajectory.objects.all()

    def complete(self, rows: dict[int, Row]) -> None:
        """Add levels and judgements (2 queries, and 1 for keys from which small numbers are hidden)."""
        found = Trajectory.objects.filter(id__in=list(rows))
        for course in courses(found, as_at=self.today, hidden=hidden_from(self.actor)):
            row = rows[course.id]
            row["points"] = _points(course)
            if row["is_main"] and row["closed_on"] is None:
                verdict = course.judged(self.today)
                row["impact"], row["impact_reason"] = verdict.impact, verdict.reason


def _points(course: CourseFacts) -> list[Row]:
    return [
        {
            "on": step.on,
            "label": step.label or None,
            "do_nothing": step.do_nothing,
            "with_plan": step.with_plan,
            "adds_up_to": step.adds_up_to,
        }
        for step in steps(course.facts, course.effects)
    ]
