"""What the inspection view takes into a copy of a plan. In words: docs/rules/copied-plans.md."""

from __future__ import annotations

from deliverables.models import Deliverable
from indicators.models import Indicator
from strategies.copying import CopyStep, PlanCopy
from strategies.models import Strand

from .models import AreaBoard, AreaItem, AreaPartner, InspectionArea


def _areas(plan: PlanCopy) -> None:
    plan.copy(
        InspectionArea,
        InspectionArea.objects.filter(strategy=plan.old),
        lambda row: {"strategy": plan.new},
    )
    areas = list(plan.rows[InspectionArea])
    for model in (AreaPartner, AreaBoard):
        rows = model.objects.filter(area_id__among=areas)
        plan.copy(model, rows, lambda row: {"area": plan.new_row(InspectionArea, row.area_id)})
    items = AreaItem.objects.filter(area_id__among=areas)
    plan.copy(
        AreaItem,
        [row for row in items if any(_answering(plan, row).values())],
        lambda row: {"area": plan.new_row(InspectionArea, row.area_id), **_answering(plan, row)},
    )


def _answering(plan: PlanCopy, item: AreaItem) -> dict[str, Strand | Deliverable | Indicator | None]:
    """The copy of what answers an area, None in all columns if it was not copied."""
    return {
        "strand": plan.new_row(Strand, item.strand_id),
        "deliverable": plan.new_row(Deliverable, item.deliverable_id),
        "indicator": plan.new_row(Indicator, item.indicator_id),
    }


STEPS = (
    CopyStep(
        "inspection-areas",
        "inspection areas with their partners, boards and what answers them, without evidence",
        _areas,
    ),
)
