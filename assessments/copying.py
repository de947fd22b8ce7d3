"""What an assessment takes into a copy of a plan: its scale and its criteria. Judgements are about the old plan."""

from __future__ import annotations

from strategies.copying import CopyStep, PlanCopy

from .models import Criterion, ScaleLevel


def _scale_and_criteria(plan: PlanCopy) -> None:
    for model in (ScaleLevel, Criterion):
        plan.copy(model, model.objects.filter(strategy=plan.old), lambda row: {"strategy": plan.new})


STEPS = (
    CopyStep(
        "assessment",
        "the scale and the criteria of the assessment, without judgements",
        _scale_and_criteria,
        ticked=False,
    ),
)
