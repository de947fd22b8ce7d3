"""API for strategies, versions, strands and outcomes."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from api.collections import Collection
from api.shapes import Row, Shape

from .api_shapes import (
    ApprovalShape,
    CoverRoleShape,
    FrameworkCellShape,
    ImprovementShape,
    KeyOutcomeShape,
    OutcomeShape,
    PriorityShape,
    ReferenceShape,
    StrandShape,
    StrategyShape,
    SuccessMatrixCellShape,
    VersionShape,
)
from .filters import OutcomeFilter, StrandFilter, StrategyFilter, VersionFilter
from .models import (
    Approval,
    CoverRole,
    FrameworkCell,
    ImprovementStatement,
    KeyOutcome,
    Measure,
    Outcome,
    Oversight,
    Priority,
    Reference,
    Strand,
    Strategy,
    SuccessMatrixCell,
    Version,
)


class Strategies(Collection):
    """The council's published strategies and action plans."""

    shape = StrategyShape
    noun = "strategy"
    order = ("position", "id")
    filterset_class = StrategyFilter

    def get_queryset(self) -> QuerySet[Any]:
        return Strategy.objects.all()

    def complete(self, rows: dict[int, Row]) -> None:
        parts: dict[str, tuple[type[Shape], Any]] = {
            "references": (ReferenceShape, Reference),
            "cover_roles": (CoverRoleShape, CoverRole),
            "success_matrix": (SuccessMatrixCellShape, SuccessMatrixCell),
            "framework": (FrameworkCellShape, FrameworkCell),
        }
        for name, (shape, model) in parts.items():
            by_strategy = shape.by_owner(model.objects.all(), "strategy_id", rows, names=self.names)
            for strategy_id, row in rows.items():
                row[name] = by_strategy[strategy_id]
        self._add_key_outcomes(rows)

    def _add_key_outcomes(self, rows: dict[int, Row]) -> None:
        for row in rows.values():
            row["key_outcomes"] = []
        owned = KeyOutcome.objects.filter(strategy_id__among=rows)
        outcomes = KeyOutcomeShape.read(owned, "id", "strategy_id", names=self.names)
        improvements = ImprovementShape.by_owner(
            ImprovementStatement.objects.all(),
            "key_outcome_id",
            [key[0] for key, _ in outcomes],
            names=self.names,
        )
        for (outcome_id, strategy_id), outcome in outcomes:
            outcome["improvements"] = improvements[outcome_id]
            rows[strategy_id]["key_outcomes"].append(outcome)


class Versions(Collection):
    """Versions of the strategies, with their approvals."""

    shape = VersionShape
    noun = "version"
    order = ("strategy__position", "strategy_id", "position", "id")
    filterset_class = VersionFilter

    def get_queryset(self) -> QuerySet[Any]:
        return Version.objects.all()

    def complete(self, rows: dict[int, Row]) -> None:
        for row in rows.values():
            row["approvals"] = []
        owned = Approval.objects.filter(version_id__among=rows)
        for (version_id, approver), row in ApprovalShape.read(
            owned, "version_id", "approver", names=self.names
        ):
            is_hidden = row["kind"] == Approval.Kind.PERSON and not self.names
            row["approver"] = None if is_hidden else approver
            rows[version_id]["approvals"].append(row)


class Strands(Collection):
    """Main sections of the strategies."""

    shape = StrandShape
    noun = "strand"
    order = ("strategy__position", "strategy_id", "position", "id")
    filterset_class = StrandFilter

    def get_queryset(self) -> QuerySet[Any]:
        return Strand.objects.all()

    def complete(self, rows: dict[int, Row]) -> None:
        priorities = PriorityShape.by_owner(Priority.objects.all(), "strand_id", rows, names=self.names)
        boards: dict[int, list[str]] = defaultdict(list)
        oversights = Oversight.objects.filter(strand_id__among=rows)
        for strand_id, slug in oversights.values_list("strand_id", "board__slug"):
            boards[strand_id].append(slug)
        for strand_id, row in rows.items():
            row["monitored_by"] = boards[strand_id]
            row["priorities"] = priorities[strand_id]


class Outcomes(Collection):
    """Outcomes of strands. The outcomes of a whole plan are the key outcomes of its strategy."""

    shape = OutcomeShape
    noun = "outcome"
    order = ("strand__strategy__position", "strand__position", "strand_id", "position", "id")
    filterset_class = OutcomeFilter

    def get_queryset(self) -> QuerySet[Any]:
        return Outcome.objects.all()

    def complete(self, rows: dict[int, Row]) -> None:
        for row in rows.values():
            row["measures"] = []
        owned = Measure.objects.filter(outcome_id__among=rows)
        for outcome_id, text in owned.values_list("outcome_id", "text"):
            rows[outcome_id]["measures"].append(text)
