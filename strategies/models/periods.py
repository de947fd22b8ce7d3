"""Model for the council's quarters: updates are for one, and each can be closed."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from core.periods import Quarter
from councils.tenancy import CouncilModel, CouncilQuerySet, council_manager


class ReportingPeriodQuerySet(CouncilQuerySet["ReportingPeriod"]):
    def in_order(self) -> ReportingPeriodQuerySet:
        return self.order_by("starts_on")

    def begun_by(self, today: date) -> ReportingPeriodQuerySet:
        return self.filter(starts_on__lte=today)


class ReportingPeriod(CouncilModel):
    """A quarter of a council's reporting. Its label looks like 2016-17-Q1, where Q1 is April to June.

    `closed_at` is set when the quarter is closed. It then takes no updates.
    """

    label = models.CharField(max_length=10)
    starts_on = models.DateField()
    ends_on = models.DateField()
    cut_off_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    reopened_reason = models.TextField(blank=True)

    objects = council_manager(ReportingPeriodQuerySet)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["council", "label"], name="reportingperiod_label_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")) & Q(cut_off_on__gte=F("ends_on")),
                name="reportingperiod_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def quarter(self) -> Quarter:
        return Quarter.parse(self.label)
