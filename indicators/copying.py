"""What indicators take into a copy of a plan: their rows with owners and formulas, what should move them,
and what they are expected to do.

Readings, targets with their tolerances, confidence ratings and the columns of the table belong to the years of the old
plan. They stay there.
"""

from __future__ import annotations

from collections import defaultdict

from deliverables.models import Deliverable
from strategies.copying import CopyStep, PlanCopy
from strategies.models import KeyOutcome

from .models import ExpectedEffect, FormulaPart, Indicator, Trajectory, TrajectoryPoint
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
                "next_value_due_on": None,
                "formula": "",
                "version": 1,
            },
        )
    _formulas(plan)


def _formulas(plan: PlanCopy) -> None:
    """Formulas whose rows all went on. A row of another plan stays the same one."""
    parts = FormulaPart.objects.filter(indicator_id__among=list(plan.rows.get(Indicator, {})))
    by_row: dict[int, list[FormulaPart]] = defaultdict(list)
    for part in parts.select_related("indicator", "operand"):
        by_row[part.indicator_id].append(part)
    going: list[FormulaPart] = []
    derived: list[Indicator] = []
    for row, of_row in by_row.items():
        if all(_operand(plan, part) for part in of_row):
            going += of_row
            copy = plan.new_row(Indicator, row)
            copy.formula = of_row[0].indicator.formula
            derived.append(copy)
    Indicator.objects.bulk_update(derived, ("formula",))
    plan.copy(
        FormulaPart,
        going,
        lambda part: {
            "indicator": plan.new_row(Indicator, part.indicator_id),
            "operand": _operand(plan, part),
        },
    )


def _operand(plan: PlanCopy, part: FormulaPart) -> Indicator | None:
    of_other_plan: bool = part.operand.strategy_id != plan.old.pk
    found: Indicator | None = part.operand if of_other_plan else plan.new_row(Indicator, part.operand_id)
    return found


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


def _trajectories(plan: PlanCopy) -> None:
    """Trajectories that are not closed, with their levels. A scenario goes on if all effects that it shifts do."""
    rows = Trajectory.objects.filter(indicator_id__among=list(plan.rows.get(Indicator, {})), closed_on=None)
    gone_on = plan.rows.get(ExpectedEffect, {})
    old = ExpectedEffect.objects.filter(id__among=list(gone_on)).values_list("public_id", "id")
    effects = {public_id: gone_on[key].public_id for public_id, key in old}
    plan.copy(
        Trajectory,
        [row for row in rows.order_by("id") if all(each in effects for each in row.shifted_effects)],
        lambda row: {
            "indicator": plan.new_row(Indicator, row.indicator_id),
            "shifted_effects": [effects[each] for each in row.shifted_effects],
        },
    )
    plan.copy(
        TrajectoryPoint,
        TrajectoryPoint.objects.filter(trajectory_id__among=list(plan.rows.get(Trajectory, {}))),
        lambda row: {"trajectory": plan.new_row(Trajectory, row.trajectory_id)},
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
    CopyStep(
        "trajectories",
        "trajectories of these indicators that are not closed, with their scenarios",
        _trajectories,
        needs=("indicators",),
    ),
)
