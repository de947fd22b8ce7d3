"""What risks take into a copy of a plan. In words: docs/rules/copied-plans.md."""

from __future__ import annotations

from deliverables.models import Deliverable
from strategies.copying import CopyStep, PlanCopy

from .models import Risk, RiskLink


def _open_risks(plan: PlanCopy) -> None:
    rows = list(Risk.objects.filter(strategy=plan.old, status=Risk.Status.OPEN).order_by("number"))
    numbers = {row.pk: number for number, row in enumerate(rows, start=1)}
    plan.copy(Risk, rows, lambda row: {"strategy": plan.new, "number": numbers[row.pk]})
    links = RiskLink.objects.filter(risk_id__among=list(numbers))
    plan.copy(
        RiskLink,
        [row for row in links if plan.new_row(Deliverable, row.deliverable_id)],
        lambda row: {
            "risk": plan.new_row(Risk, row.risk_id),
            "deliverable": plan.new_row(Deliverable, row.deliverable_id),
        },
    )


STEPS = (CopyStep("risks", "open risks with their scores, owners and next reviews", _open_risks),)
