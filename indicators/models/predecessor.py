"""Areas that a council took over from, whose figures and codes come before its own."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from councils.tenancy import CouncilManager, CouncilModel

ONE_DAY = timedelta(days=1)


class Predecessor(CouncilModel):
    """Area that the council followed when councils were reorganised, with its codes and dates.

    Figures for periods that ended by `ended_on` are the predecessor's. It belongs to the indicators, because only
    figures and benchmarks reach back to it: plans, boards and people begin with the council.
    """

    name = models.CharField(max_length=200)
    ons_code = models.CharField(max_length=9, blank=True)
    dfe_code = models.CharField(max_length=3, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField()
    note = models.TextField(blank=True)

    objects = CouncilManager()

    class Meta:
        ordering = ["-ended_on", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "name", "ended_on"], name="predecessor_once"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(starts_on__lte=F("ended_on")),
                name="predecessor_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def followed_on(self) -> date:
        """First day of the area that followed."""
        return date.fromordinal(self.ended_on.toordinal() + 1)

    @property
    def codes(self) -> str:
        """ "E10000014, DfE 850", or "" if none is known."""
        return ", ".join(filter(None, (self.ons_code, self.dfe_code and f"DfE {self.dfe_code}")))

    @property
    def words(self) -> str:
        """Name with its codes."""
        return f"{self.name} ({self.codes})" if self.codes else self.name
