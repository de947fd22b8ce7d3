"""What budget lines take into a copy of a plan. In words: docs/rules/copied-plans.md."""

from __future__ import annotations

from deliverables.models import Deliverable
from strategies.copying import CopyStep, PlanCopy

from .models import BudgetLine, BudgetLink
from .rules import ends_before


def _planned(plan: PlanCopy) -> None:
    starts_on = plan.new.starts_on
    rows = [
        row
        for row in BudgetLine.objects.filter(strategy=plan.old).order_by("id")
        if not ends_before(row.financial_year, starts_on)
    ]
    plan.copy(
        BudgetLine,
        rows,
        lambda row: {"strategy": plan.new, "spent": None, "spent_on": None, "forecast": None},
    )
    links = BudgetLink.objects.filter(line_id__among=[row.pk for row in rows])
    plan.copy(
        BudgetLink,
        [row for row in links if plan.new_row(Deliverable, row.deliverable_id)],
        lambda row: {
            "line": plan.new_row(BudgetLine, row.line_id),
            "deliverable": plan.new_row(Deliverable, row.deliverable_id),
        },
    )


STEPS = (
    CopyStep(
        "budget-lines",
        "budget lines of years that have not ended when the new plan starts, without what was spent and forecast",
        _planned,
        ticked=False,
    ),
)
