"""Models for the council's quarters, and what it has decided about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import get_script_prefix

from core.periods import Quarter
from councils.tenancy import CouncilManager, CouncilModel, CouncilQuerySet, council_manager

from ..quarter_rules import (
    GRACE_WORKING_DAYS,
    MOST_DAYS_OF_GRACE,
    QuarterFacts,
    QuarterState,
    first_to_answer_for,
    quarter_state,
)


class QuarterSettings(CouncilModel):
    """What a council has decided about all its quarters. Without a row, the defaults apply."""

    days_of_grace = models.PositiveSmallIntegerField(default=GRACE_WORKING_DAYS)

    objects = CouncilManager()

    class Meta:
        verbose_name = "setting of the quarters"
        verbose_name_plural = "settings of the quarters"
        constraints = [
            models.UniqueConstraint(fields=["council"], name="quartersettings_once"),
            models.CheckConstraint(
                condition=Q(days_of_grace__lte=MOST_DAYS_OF_GRACE), name="quartersettings_days_of_grace"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days_of_grace} days of grace"


class ReportingPeriodQuerySet(CouncilQuerySet["ReportingPeriod"]):
    def in_order(self) -> ReportingPeriodQuerySet:
        return self.order_by("starts_on")

    def begun_by(self, today: date) -> ReportingPeriodQuerySet:
        return self.filter(starts_on__lte=today)

    def with_grace(self) -> ReportingPeriodQuerySet:
        """Annotate each quarter with the council's days of grace."""
        own = QuarterSettings.objects.values("days_of_grace")[:1]
        with_grace: ReportingPeriodQuerySet = self.annotate(
            days_of_grace=Coalesce(Subquery(own), Value(GRACE_WORKING_DAYS))
        )
        return with_grace

    def with_beginning(self) -> ReportingPeriodQuerySet:
        """Annotate each quarter with what says which one is the first that the council answers for."""
        used = Q(closed_at__isnull=False) | Q(reopened_at__isnull=False) | Q(updates__isnull=False)
        first_used = ReportingPeriod.objects.filter(used).order_by("starts_on").values("label")[:1]
        with_beginning: ReportingPeriodQuerySet = self.annotate(
            first_used=Subquery(first_used)
        ).select_related("council")
        return with_beginning


class ReportingPeriod(CouncilModel):
    """A quarter of a council's reporting. Its label looks like 2016-17-Q1, where Q1 is April to June.

    `closed_at` is set when the quarter is closed. It then takes no updates. `exceptions` names what was missing then,
    a line each, and `closed_reason` says why it was closed without. `closed_by_name` and `reopened_by_name` are names
    on that day.
    """

    label = models.CharField(max_length=10)
    starts_on = models.DateField()
    ends_on = models.DateField()
    cut_off_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    closed_reason = models.TextField(blank=True, default="", db_default="")
    exceptions = ArrayField(models.TextField(), default=list, db_default=[], blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    reopened_reason = models.TextField(blank=True)

    objects = council_manager(ReportingPeriodQuerySet)

    personal_fields = ("closed_by_name", "reopened_by_name")
    log_name = "{label}"

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

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        return Quarter.parse(values["label"]).short_words

    @property
    def quarter(self) -> Quarter:
        return Quarter.parse(self.label)

    @property
    def facts(self) -> QuarterFacts:
        return QuarterFacts(self.quarter, self.cut_off_on, self.closed_at is not None)

    @property
    def first_to_answer_for(self) -> Quarter | None:
        """The first quarter that the council answers for. The quarter was loaded `with_beginning`."""
        council = self.council
        set_up_on = None if council.pinned_today else council.today(council.created_at)
        first_used: str | None = vars(self)["first_used"]
        return first_to_answer_for(set_up_on, Quarter.parse(first_used) if first_used else None)

    def state(self, today: date, days_of_grace: int) -> QuarterState:
        return quarter_state(self.facts, today, days_of_grace)

    def address(self, council: str) -> str:
        """URL of the quarter's page, which says what is still missing. `council` is a slug."""
        return f"{get_script_prefix()}{council}/quarters/{self.label}/"
