"""Models: budget lines of a plan, and the deliverables that they pay for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager
from deliverables.models import Deliverable
from strategies.models import Strategy

from .rules import Amounts

AMOUNTS = ("planned", "spent", "forecast", "saving")


def _pounds() -> Any:
    return models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)


class BudgetLineQuerySet(CouncilQuerySet["BudgetLine"]):
    def in_order(self) -> BudgetLineQuerySet:
        """The latest financial year first, then by code and name."""
        return self.order_by("-financial_year", "code", "name", "id")


class BudgetLine(CouncilModel):
    """What a part of a plan costs in one financial year ("2016-17"), in pounds.

    The amounts are docs/rules/budget-lines.md. `spent_on` is the day to which `spent` counts.
    """

    strategy = CouncilForeignKey(Strategy, on_delete=models.PROTECT, related_name="budget_lines")
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True)
    financial_year = models.CharField(max_length=7)
    planned = _pounds()
    spent = _pounds()
    spent_on = models.DateField(null=True, blank=True)
    forecast = _pounds()
    saving = _pounds()
    note = models.TextField(blank=True)
    sample = models.BooleanField(default=False)

    objects = council_manager(BudgetLineQuerySet)

    log_name = "{name}\n{financial_year}"

    class Meta:
        verbose_name = "budget line"
        constraints = [
            models.CheckConstraint(
                condition=Q(spent=None, spent_on=None) | Q(spent__isnull=False, spent_on__isnull=False),
                name="budgetline_spent_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(financial_year__regex=r"^20[0-9]{2}-[0-9]{2}$"), name="budgetline_year"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0}), name=f"budgetline_{name}_from_0"
                )
                for name in AMOUNTS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.financial_year}"

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        return f"{values['name']}, {values['financial_year']}"

    @property
    def amounts(self) -> Amounts:
        return Amounts(self.planned, self.spent, self.forecast, self.saving)


class BudgetLink(CouncilModel):
    """A deliverable that a budget line pays for."""

    line = CouncilForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="links")
    deliverable = CouncilForeignKey(Deliverable, on_delete=models.CASCADE, related_name="budget_links")

    objects = CouncilManager()

    log_name = "{line__name}\n{line__financial_year}"

    class Meta:
        verbose_name = "link of a budget line"
        verbose_name_plural = "links of budget lines"
        constraints = [
            models.UniqueConstraint(fields=["council", "line", "deliverable"], name="budgetlink_once"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.deliverable}"

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        return f"{values['line__name']}, {values['line__financial_year']}"
