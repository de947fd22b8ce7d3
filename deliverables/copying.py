"""What deliverables take into a copy of a plan: those that are not done, with their open dates and their people."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from core.rag import Rag
from councils.permissions import Permission
from strategies.copying import CopyStep, PlanCopy
from strategies.models import Outcome, Strand

from .models import Assignment, Deliverable, DuePoint, ProgressUpdate, SingleOversight


def _not_done(plan: PlanCopy) -> None:
    """Copy the deliverables that were not last rated complete. The date that is due now is the new plan's first one."""
    updates = ProgressUpdate.objects.filter(deliverable=OuterRef("pk"))
    latest = updates.order_by("-quarter_starts_on", "-recorded_at", "-id").values("rag")[:1]
    rows = Deliverable.objects.annotate(last_rag=Subquery(latest)).filter(
        strand_id__among=list(plan.rows.get(Strand, {}))
    )
    plan.copy(
        Deliverable,
        [row for row in rows if row.last_rag != Rag.COMPLETE],
        lambda row: {
            "strategy": plan.new,
            "strand": plan.new_row(Strand, row.strand_id),
            "outcome": plan.new_row(Outcome, row.outcome_id),
            "source_text": {},
            "version": 1,
        },
    )
    open_points = DuePoint.objects.filter(
        deliverable_id__among=list(plan.rows.get(Deliverable, {})), done_on=None
    )
    plan.copy(
        DuePoint,
        open_points,
        lambda row: {
            "deliverable": plan.new_row(Deliverable, row.deliverable_id),
            "original_due_on": row.due_on,
            "source_text": "",
        },
    )


def _people(plan: PlanCopy) -> None:
    people = Assignment.objects.filter(deliverable_id__among=list(plan.rows.get(Deliverable, {})))
    plan.copy(Assignment, people, lambda row: {"deliverable": plan.new_row(Deliverable, row.deliverable_id)})


def _single_oversight(plan: PlanCopy) -> None:
    rows = SingleOversight.objects.filter(deliverable_id__among=list(plan.rows.get(Deliverable, {})))
    plan.copy(
        SingleOversight, rows, lambda row: {"deliverable": plan.new_row(Deliverable, row.deliverable_id)}
    )


STEPS = (
    CopyStep("deliverables", "{deliverables} that are not complete, with their open dates", _not_done),
    CopyStep(
        "people", "leads of these {deliverables} and who they report to", _people, needs=("deliverables",)
    ),
    CopyStep(
        "single-oversight",
        "which boards oversee single {deliverables}",
        _single_oversight,
        needs=("deliverables",),
        permission=Permission.BOARDS_CHANGE,
    ),
)
