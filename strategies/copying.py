"""What goes on into a copy of a plan. Each part is a step, and the rooms above add steps for their own tables.

An app names its steps on its AppConfig, `copy_steps = "deliverables.copying.STEPS"`, and what of it never goes on,
`stays_with_the_old_plan = ("ratings", "updates")`. In words: docs/rules/copied-plans.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from core.words import list_words, plural
from councils.permissions import Permission

from .models import (
    CoverRole,
    ImprovementStatement,
    KeyOutcome,
    Measure,
    Outcome,
    Oversight,
    PlannedAction,
    Priority,
    Reference,
    Strand,
    Strategy,
)

NEW_IN_A_COPY = {"id", "public_id", "council"}


@dataclass
class PlanCopy:
    """A copy on its way: the old and the new strategy, and by model the new row of each old one's id."""

    old: Strategy
    new: Strategy
    rows: dict[Any, dict[int, Any]] = field(default_factory=dict)

    def copy(self, model: Any, rows: Iterable[Any], values: Callable[[Any], Mapping[str, Any]]) -> None:
        """Copy rows in one statement. `values` gives what is different in the copy of a row."""
        old = list(rows)
        new = [_copied(row, values(row)) for row in old]
        model.objects.bulk_create(new)
        self.rows.setdefault(model, {}).update({row.pk: copy for row, copy in zip(old, new, strict=True)})

    def new_row(self, model: Any, old_id: int | None) -> Any:
        """The copy of a row, or None if that row was not copied."""
        return self.rows.get(model, {}).get(old_id) if old_id is not None else None


@dataclass(frozen=True)
class CopyStep:
    """One part that may go on into the copy. `label` has the council's nouns in braces.

    `needs` are the names of steps without which this one has nothing to attach to.
    """

    name: str
    label: str
    copy: Callable[[PlanCopy], None]
    permission: Permission = Permission.PLAN_CHANGE
    needs: tuple[str, ...] = ()
    ticked: bool = True

    def label_for(self, strategy: Strategy) -> str:
        words = self.label.format(
            strands=plural(strategy.strand_noun.lower()),
            deliverables=plural(strategy.deliverable_noun.lower()),
        )
        return words[:1].upper() + words[1:]


def copy_steps() -> list[CopyStep]:
    """The steps of this app and then those of the apps above, in the order in which they are done."""
    steps = list(STEPS)
    for config in apps.get_app_configs():
        if path := getattr(config, "copy_steps", ""):
            steps += import_string(path)
    return steps


def left_behind() -> str:
    """What never goes on into a copy, as a list in words."""
    named = [
        word for config in apps.get_app_configs() for word in getattr(config, "stays_with_the_old_plan", ())
    ]
    words = list_words(named)
    return words[:1].upper() + words[1:]


def _copied(row: Any, values: Mapping[str, Any]) -> Any:
    kept = {
        column.attname: getattr(row, column.attname)
        for column in row._meta.local_fields
        if column.name not in NEW_IN_A_COPY and column.name not in values
    }
    return type(row)(**kept, **values)


def copy_strands(plan: PlanCopy, strands: Iterable[Strand]) -> None:
    plan.copy(Strand, strands, lambda strand: {"strategy": plan.new})


def _of_strands(model: Any) -> Callable[[PlanCopy], None]:
    def copy(plan: PlanCopy) -> None:
        rows = model.objects.filter(strand_id__among=list(plan.rows.get(Strand, {})))
        plan.copy(model, rows, lambda row: {"strand": plan.new_row(Strand, row.strand_id)})

    return copy


def _of_the_strategy(model: Any) -> Callable[[PlanCopy], None]:
    def copy(plan: PlanCopy) -> None:
        plan.copy(model, model.objects.filter(strategy=plan.old), lambda row: {"strategy": plan.new})

    return copy


def _outcomes(plan: PlanCopy) -> None:
    _of_strands(Outcome)(plan)
    measures = Measure.objects.filter(outcome_id__among=list(plan.rows.get(Outcome, {})))
    plan.copy(Measure, measures, lambda row: {"outcome": plan.new_row(Outcome, row.outcome_id)})


def _key_outcomes(plan: PlanCopy) -> None:
    _of_the_strategy(KeyOutcome)(plan)
    statements = ImprovementStatement.objects.filter(
        key_outcome_id__among=list(plan.rows.get(KeyOutcome, {}))
    )
    plan.copy(
        ImprovementStatement,
        statements,
        lambda row: {"key_outcome": plan.new_row(KeyOutcome, row.key_outcome_id)},
    )


def _oversight(plan: PlanCopy) -> None:
    """What boards oversee: the whole plan, and the strands that were copied."""
    rows = [
        row
        for row in Oversight.objects.filter(strategy=plan.old)
        if row.strand_id is None or plan.new_row(Strand, row.strand_id)
    ]
    plan.copy(
        Oversight, rows, lambda row: {"strategy": plan.new, "strand": plan.new_row(Strand, row.strand_id)}
    )


STEPS = (
    CopyStep("priorities", "priorities", _of_strands(Priority)),
    CopyStep("outcomes", "outcomes with their measures", _outcomes),
    CopyStep("key-outcomes", "key outcomes with their improvement statements", _key_outcomes),
    CopyStep("planned-actions", "planned actions", _of_strands(PlannedAction), ticked=False),
    CopyStep("references", "principles, legislation and other references", _of_the_strategy(Reference)),
    CopyStep("cover", "roles on the cover", _of_the_strategy(CoverRole)),
    CopyStep("oversight", "what boards oversee", _oversight, permission=Permission.BOARDS_CHANGE),
)
