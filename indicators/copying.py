"""What indicators take into a copy of a plan: their rows with their owners, and what deliverables should move them.

Readings, targets with their tolerances, confidence ratings and the columns of the table belong to the years of the old
plan. They stay there.
"""

from __future__ import annotations

from deliverables.models import Deliverable
from strategies.copying import CopyStep, PlanCopy
from strategies.models import KeyOutcome

from .models import ExpectedEffect, Indicator
from .models.indicator import DEEPEST


def _rows(plan: PlanCopy) -> None:
    """Copy the rows that have no last day, each depth after the one above it. Rows below one that ends stay, too."""
    rows = list(Indicator.objects.filter(strategy=plan.old, ended_on=None))
    for depth in range(DEEPEST + 1):
        plan.copy(
            Indicator,
            [
                row
                for row in rows
                if row.depth == depth and (depth == 0 or plan.new_row(Indicator, row.parent_id))
            ],
            lambda row: {
                "strategy": plan.new,
                "key_outcome": plan.new_row(KeyOutcome, row.key_outcome_id),
                "parent": plan.new_row(Indicator, row.parent_id),
                "replaced_by": None,
                "version": 1,
            },
        )


def _effects(plan: PlanCopy) -> None:
    effects = ExpectedEffect.objects.filter(deliverable_id__among=list(plan.rows.get(Deliverable, {})))
    plan.copy(
        ExpectedEffect,
        [row for row in effects if plan.new_row(Indicator, row.indicator_id)],
        lambda row: {
            "deliverable": plan.new_row(Deliverable, row.deliverable_id),
            "indicator": plan.new_row(Indicator, row.indicator_id),
        },
    )


STEPS = (
    CopyStep(
        "indicators",
        "indicators that have not ended, with their owners, without values and targets",
        _rows,
        needs=("key-outcomes",),
    ),
    CopyStep(
        "effects",
        "what these {deliverables} should change in these indicators",
        _effects,
        needs=("deliverables", "indicators"),
    ),
)
