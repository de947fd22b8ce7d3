"""Re-bases: where a series begins anew, because its process has changed for good."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from councils.tenancy import CouncilForeignKey, CouncilQuerySet, council_manager

from .indicator import Indicator, NamedByIndicator, log_name_of


class RebaseQuerySet(CouncilQuerySet["Rebase"]):
    def standing(self) -> RebaseQuerySet:
        """Those that have not been removed, in time order."""
        return self.filter(removed_on=None).order_by("starts_on", "id")


class Rebase(NamedByIndicator):
    """A person's decision that an indicator has new limits from a period on, with the reason.

    `starts_on` is the first day of `period`. `by_name` is the name of who decided it on that day. A re-base that has
    been removed keeps its row, so that removing it can be undone.
    """

    indicator = CouncilForeignKey(Indicator, on_delete=models.CASCADE, related_name="rebases")
    period = models.CharField(max_length=12)
    starts_on = models.DateField()
    reason = models.TextField()
    by_name = models.CharField(max_length=200)
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField()
    removed_on = models.DateField(null=True, blank=True)

    objects = council_manager(RebaseQuerySet)

    log_name = f"{log_name_of('indicator__')}\n{{period}}"
    personal_fields = ("by_name",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "indicator", "period"], name="rebase_once_per_period"),
            models.CheckConstraint(condition=~Q(reason=""), name="rebase_explained"),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.reason}"
