"""Table of a strand's deliverables in the plan's layout: grouped by outcome, with cells as printed and as parsed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from strategies.plan import PlanEntry

from .models import Assignment
from .summaries import DeliverableState


@dataclass(frozen=True)
class PlanRow:
    """One deliverable. `by_when` is as printed. `lead` and `reporting` are too, but empty if the same as parsed."""

    state: DeliverableState
    by_when: str
    lead: str
    reporting: str


@dataclass(frozen=True)
class PlanGroup:
    """The deliverables of one outcome, with its measures of impact. `outcome` is None for deliverables without one."""

    outcome: dict[str, Any] | None
    measures: list[str]
    rows: list[PlanRow]


@dataclass(frozen=True)
class PlanTable:
    """The table of one strand. A column that is empty in every row is not shown."""

    groups: list[PlanGroup]

    @property
    def rows(self) -> list[PlanRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def has_outcomes(self) -> bool:
        return any(group.outcome for group in self.groups)

    @property
    def has_numbers(self) -> bool:
        return any(row.state.deliverable.number for row in self.rows)

    @property
    def has_reporting(self) -> bool:
        return any(row.state.reporting_to for row in self.rows)

    @property
    def has_printed(self) -> bool:
        """Whether any cell is quoted as printed."""
        return any(row.by_when or row.lead or row.reporting for row in self.rows)

    @property
    def width(self) -> int:
        """Number of columns."""
        return 5 + self.has_numbers + self.has_reporting


def plan_table(states: Iterable[DeliverableState], outcomes: Iterable[PlanEntry]) -> PlanTable:
    """Group deliverables by outcome, in order. An outcome may have none. Those without an outcome come last."""
    by_outcome: dict[int | None, list[PlanRow]] = {}
    for state in states:
        by_outcome.setdefault(state.deliverable.outcome_id, []).append(_row(state))
    groups = [
        PlanGroup(entry.head, [line["text"] for line in entry.lines], by_outcome.pop(entry.head["id"], []))
        for entry in outcomes
    ]
    rest = [row for rows in by_outcome.values() for row in rows]
    return PlanTable([*groups, PlanGroup(None, [], rest)] if rest else groups)


def _row(state: DeliverableState) -> PlanRow:
    printed = state.deliverable.source_text
    return PlanRow(
        state=state,
        by_when=printed.get("by_when", ""),
        lead=_printed_if_different(printed.get("lead", ""), state.leads),
        reporting=_printed_if_different(printed.get("reporting", ""), state.reporting_to),
    )


def _printed_if_different(printed: str, people: list[Assignment]) -> str:
    """The cell as printed, or "" if it is the same as the only name parsed from it."""
    return "" if [printed] == [each.person.label for each in people if each.person] else printed
