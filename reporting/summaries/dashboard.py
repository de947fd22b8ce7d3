"""Dashboard of a board's quarter: counts of the whole part of the plan, and the first lines of each list.

A dashboard may stand for thousands of deliverables and shows some tens. `pick` selects those from columns alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from core.overall_rag import RagCounts
from core.periods import Quarter
from core.rag import Direction, Verdict
from deliverables.judged import Judged

from .headline import headline
from .months import Bunching
from .shapes import (
    NEEDS_ATTENTION,
    DeliverableLine,
    ImpactLine,
    IndicatorLine,
    RecipientLine,
    StrandLine,
    StrategyLine,
    badness,
    noun_of,
)
from .workload import Workload

EXCEPTIONS_SHOWN = 8
SHOWN = 5
T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Shown(Generic[T]):
    """First items of a list, as many as a page has room for, and the total."""

    first: tuple[T, ...]
    total: int

    @classmethod
    def of(cls, items: Iterable[T], most: int = SHOWN) -> Shown[T]:
        every = tuple(items)
        return cls(every[:most], len(every))

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.first)

    def map(self, show: Callable[[T], S]) -> Shown[S]:
        """The same part of the same list, each item as `show` gives it."""
        return Shown(tuple(map(show, self.first)), self.total)

    def __iter__(self) -> Iterator[T]:
        return iter(self.first)

    def __bool__(self) -> bool:
        return bool(self.first)


@dataclass(frozen=True, slots=True)
class Lists(Generic[T]):
    """The lists of a dashboard, each with its first items."""

    disagreements: Shown[T]
    exceptions: Shown[T]
    slipped: Shown[T]
    silent: Shown[T]
    unowned: Shown[T]
    worse: Shown[T]
    better: Shown[T]

    def map(self, show: Callable[[T], S]) -> Lists[S]:
        return Lists(*(each.map(show) for each in self.every))

    @property
    def every(self) -> tuple[Shown[T], ...]:
        return (
            *(self.disagreements, self.exceptions, self.slipped, self.silent),
            *(self.unowned, self.worse, self.better),
        )


def pick(rows: Sequence[Judged]) -> Lists[Judged]:
    """Select the first of each list. The rows are in plan order, which equals keep."""

    def worst(found: Iterable[Judged], most: int = SHOWN) -> Shown[Judged]:
        return Shown.of(sorted(found, key=lambda row: badness(row.stated.rag, row.schedule)), most)

    return Lists(
        disagreements=worst(row for row in rows if row.disagrees),
        exceptions=worst((row for row in rows if row.stated.rag in NEEDS_ATTENTION), EXCEPTIONS_SHOWN),
        # The longest move first.
        slipped=Shown.of(
            sorted((row for row in rows if row.slipped_days > 0), key=lambda row: -row.slipped_days)
        ),
        silent=worst(row for row in rows if row.stated.is_silent),
        unowned=Shown.of(row for row in rows if row.is_unowned),
        worse=worst(row for row in rows if row.direction == Direction.WORSE),
        better=Shown.of(row for row in rows if row.direction == Direction.BETTER),
    )


@dataclass(frozen=True, slots=True)
class ImpactLists:
    """Indicators with a promised effect that does not show. `judged` is the number of those with a trajectory."""

    judged: int
    green_but_flat: Shown[ImpactLine]
    none_seen: Shown[ImpactLine]


@dataclass(frozen=True, slots=True)
class Dashboard(Lists[DeliverableLine]):
    """The quarter of a board, or of the whole council if `board_slug` is empty, as at a day.

    `overdue` counts deliverables, `indicators` the rows that are tracked. `bunching` has the months in which dates
    fall due, and `workloads` everyone who leads something.
    """

    council_slug: str
    board_slug: str
    quarter: Quarter
    previous_quarter: Quarter | None
    as_at: date
    cut_off_on: date
    strategies: tuple[StrategyLine, ...]
    strands: tuple[StrandLine, ...]
    counts: RagCounts
    overdue: int
    indicators: int
    indicators_off_target: Shown[IndicatorLine]
    impact: ImpactLists
    has_sample: bool
    next_meeting_on: date | None
    recipients: tuple[RecipientLine, ...]
    bunching: Bunching
    workloads: tuple[Workload, ...]

    @property
    def noun(self) -> str:
        return noun_of(self.strategies)

    @property
    def verdict(self) -> Verdict:
        """Overall RAG, the worst of the deliverables, and how it was counted."""
        return self.counts.verdict(self.noun)

    @property
    def headline(self) -> str:
        return headline(self.counts, overdue=self.overdue, noun=self.noun)

    @property
    def carrying_most(self) -> Sequence[Workload]:
        """The ten leads with the most open deliverables."""
        return [load for load in self.workloads if load.open][:10]
