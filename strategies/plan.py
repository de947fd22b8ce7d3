"""Reads for the pages of a strategy and a strand as published, in a known number of queries.

Each nested list (versions with their approvals) is one joined query, whose rows are grouped here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from boards.models import Seat
from boards.summaries import holder_words

from .models import (
    Achievement,
    CoverRole,
    FrameworkCell,
    Outcome,
    Oversight,
    PlannedAction,
    Reference,
    Strand,
    Strategy,
)

Line = dict[str, Any]
CHAIRING = (Seat.Role.CHAIR, Seat.Role.CO_CHAIR)


@dataclass(frozen=True)
class PlanEntry:
    """One entry of a list, with the lines printed under it."""

    head: Line
    lines: list[Any] = field(default_factory=list)


FEW_OUTCOMES = 5
"""As many outcomes of a strand are shown at once on the page of the plan. More are folded."""


@dataclass(frozen=True)
class StrandEntry(PlanEntry):
    """A strand with its priorities, and its outcomes as {title, is_query}."""

    outcomes: list[Line] = field(default_factory=list)

    @property
    def folds_outcomes(self) -> bool:
        return len(self.outcomes) > FEW_OUTCOMES


@dataclass(frozen=True)
class PlanAsPublished:
    """Everything that the strategy's document prints."""

    strategy: Strategy
    cover: dict[str, list[CoverRole]]
    versions: list[PlanEntry]
    key_outcomes: list[PlanEntry]
    strands: list[StrandEntry]
    references: dict[str, list[Reference]]
    framework: list[FrameworkCell]
    success: list[PlanEntry]

    @property
    def latest(self) -> PlanEntry | None:
        """The version that was published last, or else the last one that was not withdrawn, with its approvals."""
        published = [each for each in self.versions if each.head["published_on"]]
        if published:
            return max(published, key=lambda each: each.head["published_on"])
        standing = [each for each in self.versions if not each.head["withdrawn_on"]]
        return standing[-1] if standing else None

    @property
    def sections_with_links(self) -> set[str]:
        """Names of the lists whose section on the page has a link to change it."""
        shown = {"key-outcomes": self.key_outcomes, "framework": self.framework, "success": self.success}
        always = {"strands", "cover", "versions", "approvals"}
        return always | {name for name, rows in shown.items() if rows}

    @property
    def framework_questions(self) -> list[FrameworkCell]:
        return [cell for cell in self.framework if cell.kind == FrameworkCell.Kind.QUESTION]

    @property
    def framework_cells(self) -> list[FrameworkCell]:
        return [cell for cell in self.framework if cell.kind != FrameworkCell.Kind.QUESTION]

    @property
    def success_questions(self) -> list[str]:
        """Column headings of the success matrix, taken from the first theme."""
        return [line["question"] for line in self.success[0].lines] if self.success else []


@dataclass(frozen=True)
class StrandAsPublished:
    """What a strand's chapters print, and the boards that oversee it."""

    strand: Strand
    priorities: list[Any]
    printed_priorities: list[Any]
    achievements: dict[str, list[Achievement]]
    planned_actions: dict[str, list[PlannedAction]]
    outcomes: list[PlanEntry]
    monitored_by: list[PlanEntry]
    monitored_with_the_plan: list[PlanEntry]
    before: Line | None
    after: Line | None

    @property
    def sections_with_links(self) -> set[str]:
        """Names of the lists whose section on the page has a link to change it."""
        shown = {
            "priorities": self.priorities,
            "planned-actions": self.planned_actions,
            "achievements": self.achievements,
        }
        return {name for name, rows in shown.items() if rows}


def plan_as_published(strategy: Strategy) -> PlanAsPublished:
    """Read what a strategy's document prints (8 queries)."""
    cover = strategy.cover_roles.select_related("board", "person__organisation", "post__organisation")
    return PlanAsPublished(
        strategy=strategy,
        cover=_by_heading(cover, lambda role: role.get_role_display()),
        versions=_entries(
            strategy.versions,
            ["label", "published_on", "withdrawn_on"],
            "approvals",
            ["approver", "kind", "approved_on", "person__name"],
        ),
        key_outcomes=_entries(strategy.key_outcomes, ["number", "title"], "improvements", ["number", "text"]),
        strands=_strands(strategy),
        references=_references(strategy),
        framework=list(strategy.framework_cells.all()),
        success=_success_matrix(strategy),
    )


def _strands(strategy: Strategy) -> list[StrandEntry]:
    """Strands with their priorities and outcomes (2 queries)."""
    outcomes: dict[int, list[Line]] = defaultdict(list)
    rows = Outcome.objects.filter(strand__strategy=strategy).order_by("position", "id")
    for row in rows.values("strand_id", "title", "is_query"):
        outcomes[row["strand_id"]].append(dict(row))
    entries = _entries(strategy.strands, ["code", "title"], "priorities", ["code", "title"])
    return [StrandEntry(each.head, each.lines, outcomes[each.head["id"]]) for each in entries]


def strand_as_published(strand: Strand) -> StrandAsPublished:
    """Read what a strand's chapters print (7 queries). `before` and `after`: code and title of its neighbours."""
    boards = _monitored_by(strand)
    before, after = _neighbours(strand)
    return StrandAsPublished(
        strand=strand,
        priorities=list(strand.priorities.values("code", "title")),
        printed_priorities=list(strand.printed_priorities.values("chapter", "code", "text", "means__code")),
        achievements=_by_heading(strand.achievements.all(), lambda each: each.heading),
        planned_actions=_by_heading(strand.planned_actions.all(), lambda each: each.heading),
        outcomes=_entries(strand.outcomes, ["title", "is_query"], "measures", ["text"]),
        monitored_by=[board for board in boards if board.head["strand_id"]],
        monitored_with_the_plan=[board for board in boards if not board.head["strand_id"]],
        before=before,
        after=after,
    )


def _neighbours(strand: Strand) -> tuple[Line | None, Line | None]:
    """The strands before and after this one (1 query)."""
    strands = Strand.objects.filter(strategy_id=strand.strategy_id).values("id", "code", "title")
    ordered: list[Line] = [dict(row) for row in strands]
    index = next(index for index, each in enumerate(ordered) if each["id"] == strand.pk)
    before = ordered[index - 1] if index else None
    return before, ordered[index + 1] if index + 1 < len(ordered) else None


def _entries(parents: Any, head: list[str], child: str, line: list[str]) -> list[PlanEntry]:
    """Parents in order, each with its children in order (1 query)."""
    inside = [f"{child}__{name}" for name in ("id", *line)]
    rows = parents.order_by("position", "id", f"{child}__position", f"{child}__id").values(
        "id", *head, *inside
    )
    return _grouped(rows, head, {name: f"{child}__{name}" for name in line}, f"{child}__id")


def _grouped(
    rows: QuerySet[Any, Any], head: list[str], line: dict[str, str], line_id: str
) -> list[PlanEntry]:
    entries = []
    for _, rows_of_parent in groupby(rows, key=lambda row: row["id"]):
        parent_rows = list(rows_of_parent)
        lines = [
            {name: row[key] for name, key in line.items()} for row in parent_rows if row[line_id] is not None
        ]
        entries.append(PlanEntry({name: parent_rows[0][name] for name in ("id", *head)}, lines))
    return entries


def _monitored_by(strand: Strand) -> list[PlanEntry]:
    """Boards that oversee the strand or the whole plan, each with its chairs as (role, holder) (1 query)."""
    names = ("role", "state", "hint", "holder__name", "holder__initials", "post__title")
    seat = {name: f"board__seats__{name}" for name in names}
    head = ["board__name", "board__slug", "strand_id"]
    oversights = Oversight.objects.filter(Q(strand=strand) | Q(strand=None, strategy_id=strand.strategy_id))
    rows = oversights.order_by("position", "id", "board__seats__position", "board__seats__id")
    values = rows.values("id", *head, "board__seats__id", *seat.values())
    boards = _grouped(values, head, seat, "board__seats__id")
    return [
        PlanEntry(board.head, [_chair(line) for line in board.lines if line["role"] in CHAIRING])
        for board in boards
    ]


def _chair(line: Line) -> tuple[str, str]:
    holder = holder_words(
        state=line["state"],
        hint=line["hint"],
        holder=line["holder__name"] or line["holder__initials"] or "",
        post=line["post__title"] or "",
    )
    return Seat.Role(line["role"]).label, holder


def _references(strategy: Strategy) -> dict[str, list[Reference]]:
    """References by kind, in the order of print: principles, laws, initiatives, linked strategies."""
    kinds = list(Reference.Kind)
    in_print_order = sorted(
        strategy.references.all(), key=lambda each: kinds.index(Reference.Kind(each.kind))
    )
    return _by_heading(in_print_order, lambda each: each.get_kind_display())


def _success_matrix(strategy: Strategy) -> list[PlanEntry]:
    """The themes in order, each with a cell for every question. A cell that the plan does not have is empty."""
    cells = list(strategy.success_cells.values("theme", "question", "items", "horizon"))
    questions = list(dict.fromkeys(cell["question"] for cell in cells))
    known = {(cell["theme"], cell["question"]): cell for cell in cells}
    return [
        PlanEntry(
            {"theme": theme},
            [
                known.get((theme, question)) or {"question": question, "items": [], "horizon": ""}
                for question in questions
            ],
        )
        for theme in dict.fromkeys(cell["theme"] for cell in cells)
    ]


def _by_heading(rows: Iterable[Any], key: Any) -> dict[str, list[Any]]:
    """Group rows by heading. Headings keep the order in which they first appear."""
    by_heading: dict[str, list[Any]] = {}
    for row in rows:
        by_heading.setdefault(key(row), []).append(row)
    return by_heading
