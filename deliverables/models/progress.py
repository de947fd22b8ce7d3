"""Model for progress updates on deliverables, by quarter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Lookup

from core.periods import Quarter
from core.rag import Rag
from councils.tenancy import CouncilForeignKey, CouncilQuerySet, council_manager
from strategies.models import ReportingPeriod

from .deliverable import Deliverable, NamedByDeliverable


class _AnyOf(Lookup):
    """`column = ANY (array)`."""

    lookup_name = "any_of"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, column_parameters = self.process_lhs(compiler, connection)
        array, array_parameters = self.process_rhs(compiler, connection)
        return f"{column} = ANY {array}", (*column_parameters, *array_parameters)


class ProgressUpdateQuerySet(CouncilQuerySet["ProgressUpdate"]):
    def newest_first(self) -> ProgressUpdateQuerySet:
        """Order by the quarter that updates are for, then by time recorded, newest first."""
        return self.order_by("-quarter_starts_on", "-recorded_at", "-id")

    def known_on(self, day: date, *, period: ReportingPeriod) -> ProgressUpdateQuerySet:
        """Filter updates for this quarter or an earlier one that were recorded by the day."""
        return self.filter(quarter_starts_on__lte=period.starts_on, recorded_on__lte=day)

    def latest_of_each(self, *also: str) -> ProgressUpdateQuerySet:
        """The current update of each deliverable: the first by `newest_first`. `also`: columns to split by.

        It passes over every update in the order of the index, which is the fastest way for a whole plan.
        """
        keys = ("deliverable_id", *also)
        return self.order_by(*keys, "-quarter_starts_on", "-recorded_at", "-id").distinct(*keys)

    def latest_of(self, deliverables: Iterable[int]) -> ProgressUpdateQuerySet:
        """The current update of these deliverables (ids), as `latest_of_each` has it.

        It finds one after the other by the index and reads no other update, however many there are.
        """
        ids = Deliverable.objects.filter(id__in=deliverables).values_list(self._latest("id"))
        # As an array, because with `id IN (SELECT …)` the planner reads all updates of the council to compare.
        found: ProgressUpdateQuerySet = ProgressUpdate.objects.filter(_AnyOf(F("id"), ArraySubquery(ids)))
        return found

    def latest_value(self, column: str, *, otherwise: Any) -> Coalesce:
        """Expression for queries on deliverables: a column of the current update, or `otherwise` without one."""
        return Coalesce(self._latest(column), Value(otherwise))

    def _latest(self, column: str) -> Subquery:
        latest = self.filter(deliverable_id=OuterRef("id")).newest_first()
        return Subquery(latest.values(column)[:1])


class UpdateContent(NamedByDeliverable):
    """Abstract model with what an update says, who said it, and when.

    `recorded_on` is the day in the council's time zone, `recorded_at` the time. `by_name` is the name on that day.
    `done_points` has the public ids of the due points that it says are done.
    """

    rag = models.CharField(max_length=9, choices=Rag.choices())
    narrative = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    path_to_green = models.TextField(blank=True)
    forecast_on = models.DateField(null=True, blank=True)
    done_points = ArrayField(models.UUIDField(), default=list, blank=True)
    recorded_at = models.DateTimeField()
    recorded_on = models.DateField()
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    by_name = models.CharField(max_length=200)

    class Meta:
        abstract = True


class ProgressUpdate(UpdateContent):
    """One update on a deliverable for a quarter. It never changes. A later update replaces it.

    `late`: recorded after the quarter's cut-off. `sample` marks demonstration content. `quarter_starts_on` is the first
    day of the period, stored here so that one index has the order of `newest_first`. The database rejects any other
    day. One that needed approval was recorded on the day of the approval, by whoever had sent it.
    """

    deliverable = CouncilForeignKey(Deliverable, on_delete=models.PROTECT, related_name="updates")
    period = CouncilForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="updates")
    quarter_starts_on = models.DateField(editable=False)
    late = models.BooleanField(default=False)
    sample = models.BooleanField(default=False)

    objects = council_manager(ProgressUpdateQuerySet)

    personal_fields = ("by_name",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rag__in=[rag.value for rag in Rag]), name="progressupdate_rag_known"
            ),
            models.CheckConstraint(
                condition=~Q(rag__in=["red", "amber"])
                | (~Q(reason="") & ~Q(path_to_green="") & Q(forecast_on__isnull=False)),
                name="progressupdate_red_and_amber_explained",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "deliverable", "recorded_at"], name="progressupdate_history"),
            models.Index(
                fields=["council", "deliverable", "-quarter_starts_on", "-recorded_at", "-id"],
                include=["rag", "recorded_on", "sample"],
                name="progressupdate_latest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter}: {self.rag}"

    @property
    def quarter(self) -> Quarter:
        """The quarter that it is for, without reading the period."""
        return Quarter.of(self.quarter_starts_on)
