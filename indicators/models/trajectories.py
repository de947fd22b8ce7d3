"""What an indicator is expected to do: trajectories with their dated levels."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.periods import PeriodKind
from councils.tenancy import CouncilForeignKey, CouncilManager

from .indicator import Indicator, NamedByIndicator, log_name_of


class Trajectory(NamedByIndicator):
    """Baseline of an indicator and the levels expected after it, with the assumptions behind them.

    The main one is judged, the others are scenarios. In a scenario the effects with an id in `shifted_effects`, or all
    if there are none, show `shift_months` later. `period_kind` is the kind of period that the levels are for.
    `outcome` is the note at close, written on `closed_on`.
    """

    indicator = CouncilForeignKey(Indicator, on_delete=models.CASCADE, related_name="trajectories")
    name = models.CharField(max_length=100)
    is_main = models.BooleanField(default=False)
    baseline_value = models.DecimalField(max_digits=14, decimal_places=4)
    baseline_on = models.DateField()
    baseline_method = models.CharField(max_length=300)
    period_kind = models.CharField(max_length=14, choices=PeriodKind.choices(), default="quarter")
    tolerance = models.DecimalField(max_digits=14, decimal_places=4, default=0)
    assumptions = models.TextField(blank=True)
    shift_months = models.SmallIntegerField(default=0)
    shifted_effects = ArrayField(models.UUIDField(), default=list, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    objects = CouncilManager()

    log_name = f"{log_name_of('indicator__')}\n{{name}}"

    class Meta:
        ordering = ["-is_main", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "indicator"], condition=Q(is_main=True), name="trajectory_one_main"
            ),
            models.UniqueConstraint(fields=["council", "indicator", "name"], name="trajectory_name_once"),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="trajectory_tolerance_not_negative"),
            models.CheckConstraint(
                condition=Q(is_main=False) | Q(shift_months=0), name="trajectory_main_not_shifted"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | ~Q(outcome=""), name="trajectory_closed_with_outcome"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class TrajectoryPoint(NamedByIndicator):
    """Levels expected on a day, if nothing is done and with the plan. `label` names a milestone on the way."""

    trajectory = CouncilForeignKey(Trajectory, on_delete=models.CASCADE, related_name="points")
    expected_on = models.DateField()
    do_nothing = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    with_plan = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    label = models.CharField(max_length=100, blank=True)

    objects = CouncilManager()

    log_name = f"{log_name_of('trajectory__indicator__')}\n{{trajectory__name}}\n{{expected_on}}"

    class Meta:
        ordering = ["expected_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "trajectory", "expected_on"],
                name="trajectorypoint_once_a_day",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=Q(do_nothing__isnull=False) | Q(with_plan__isnull=False),
                name="trajectorypoint_has_a_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trajectory}: {self.expected_on}"
