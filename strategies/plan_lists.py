"""The lists that a strategy and its strands consist of: what each is called, and where its rows are stored.

A page edits one list as a whole (`views/lists.py`), and one action saves it (`actions/lists.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Prefetch
from django.http import Http404

from core.words import plural

from .models import (
    Achievement,
    Approval,
    CoverRole,
    FrameworkCell,
    ImprovementStatement,
    KeyOutcome,
    Measure,
    Outcome,
    PlannedAction,
    PrintedPriority,
    Priority,
    Reference,
    Strand,
    Strategy,
    SuccessMatrixCell,
    Version,
)

Owner = Strategy | Strand


@dataclass(frozen=True)
class LinesBelow:
    """Rows below each row of a list, edited as one text with a line for each: the measures of an outcome.

    `columns` are filled from a line in this order. `name` is the relation from the row above, `parent` the one back.
    """

    model: Any
    name: str
    parent: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class PlanList:
    """One list. `owner` is the path from a row to the strategy or strand.

    `fixed` are columns that all its rows share. `once` are columns that may not repeat together, `within` the column
    inside which rows have an order of their own. `help` is the sentence above the rows, with the strategy's nouns.
    """

    name: str
    title: str
    noun: str
    verb: str
    model: Any
    owner: str
    fixed: Mapping[str, Any] = field(default_factory=dict)
    once: tuple[str, ...] = ()
    within: str = ""
    below: LinesBelow | None = None
    help: str = ""

    def rows(self, owner: Owner) -> list[Any]:
        """The rows in order, with the rows below them (at most 2 queries)."""
        rows = self.model.objects.filter(**{self.owner: owner}, **self.fixed)
        related = [each.name for each in self.model._meta.local_fields if each.is_relation]
        related = [name for name in related if name not in ("council", self.owner)]
        if related:
            rows = rows.select_related(*related)
        if self.below:
            rows = rows.prefetch_related(
                Prefetch(self.below.name, self.below.model.objects.order_by("position", "id"))
            )
        place = [f"{self.within}__position", f"{self.within}_id"] if self.within else []
        return list(rows.order_by(*place, "position", "id"))

    def words(self, text: str, strategy: Strategy) -> str:
        """The title, noun or help with the nouns of the strategy's council."""
        return text.format(
            strand=strategy.strand_noun,
            strands=plural(strategy.strand_noun),
            deliverables=plural(strategy.deliverable_noun).lower(),
        )


def _references(name: str, title: str, noun: str, kind: Reference.Kind) -> PlanList:
    return PlanList(name, title, noun, "references.changed", Reference, "strategy", fixed={"kind": kind})


STRATEGY_LISTS = {
    each.name: each
    for each in (
        PlanList(
            "strands",
            "{strands}",
            "{strand}",
            "strand.listed",
            Strand,
            "strategy",
            once=("code",),
            help="The code is part of the name of all {deliverables} below it, such as A1.",
        ),
        PlanList("cover", "Roles on the cover", "Role", "cover.changed", CoverRole, "strategy"),
        PlanList(
            "key-outcomes",
            "Key outcomes",
            "Key outcome",
            "key-outcomes.changed",
            KeyOutcome,
            "strategy",
            below=LinesBelow(ImprovementStatement, "improvements", "key_outcome", ("number", "text")),
        ),
        _references("principles", "Principles", "Principle", Reference.Kind.PRINCIPLE),
        _references("laws", "Legislation", "Law", Reference.Kind.LAW),
        _references("initiatives", "Initiatives", "Initiative", Reference.Kind.INITIATIVE),
        _references(
            "linked-strategies", "Linked strategies", "Linked strategy", Reference.Kind.LINKED_STRATEGY
        ),
        PlanList(
            "framework",
            "Performance framework",
            "Cell",
            "framework.changed",
            FrameworkCell,
            "strategy",
            help="An inspection question needs no need. Outputs and outcomes name the need that they are about.",
        ),
        PlanList(
            "success",
            "Measures of success",
            "Cell",
            "success.changed",
            SuccessMatrixCell,
            "strategy",
            once=("theme", "question"),
            help="Each theme is a row of the printed table and each question a column. Every cell has its own entry.",
        ),
        PlanList("versions", "Versions", "Version", "versions.changed", Version, "strategy", once=("label",)),
        PlanList(
            "approvals",
            "Approvals",
            "Approval",
            "approvals.changed",
            Approval,
            "version__strategy",
            within="version",
        ),
    )
}
STRAND_LISTS = {
    each.name: each
    for each in (
        PlanList(
            "priorities", "Priorities", "Priority", "priorities.changed", Priority, "strand", once=("code",)
        ),
        PlanList(
            "printed-priorities",
            "Priorities as printed in the chapters",
            "Printed priority",
            "printed-priorities.changed",
            PrintedPriority,
            "strand",
            help="Only needed where a chapter words or numbers the priorities differently from the contents page.",
        ),
        PlanList(
            "outcomes",
            "Outcomes",
            "Outcome",
            "outcomes.changed",
            Outcome,
            "strand",
            below=LinesBelow(Measure, "measures", "outcome", ("text",)),
            help="If you remove an outcome, its {deliverables} stay in the plan, without an outcome.",
        ),
        PlanList(
            "planned-actions",
            "Planned actions",
            "Planned action",
            "planned-actions.changed",
            PlannedAction,
            "strand",
        ),
        PlanList(
            "achievements",
            "Achieved so far",
            "Achievement",
            "achievements.changed",
            Achievement,
            "strand",
        ),
    )
}


def list_named(lists: Mapping[str, PlanList], name: str) -> PlanList:
    """The list with this name in its address, or Http404 with a sentence."""
    try:
        return lists[name]
    except KeyError:
        raise Http404(f"A plan has no list {name}. Lists: {', '.join(lists)}.") from None


def line_of(row: Model, columns: tuple[str, ...]) -> str:
    """A row below another as one line: "1.1 Better attendance"."""
    return " ".join(str(getattr(row, column)) for column in columns).strip()
