"""Dashboard of a board's quarter: the summary that a pack freezes, and what is only useful today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from .changes import ChangeLine, changes_between
from .headline import headline
from .months import Bunching
from .shapes import BoardSummary, DeliverableLine, IndicatorLine, worst_first
from .workload import Workload

EXCEPTIONS_SHOWN = 8
SHOWN = 5
T = TypeVar("T")


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

    def __iter__(self) -> Iterator[T]:
        return iter(self.first)

    def __bool__(self) -> bool:
        return bool(self.first)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The quarter's summary, the months in which dates fall due, and the workload of each lead."""

    summary: BoardSummary
    bunching: Bunching
    workloads: tuple[Workload, ...]

    @property
    def headline(self) -> str:
        return headline(self.summary.counts, overdue=len(self.summary.overdue), noun=self.summary.noun)

    @property
    def disagreements(self) -> Shown[DeliverableLine]:
        return Shown.of(worst_first(self.summary.disagreements))

    @property
    def exceptions(self) -> Shown[DeliverableLine]:
        return Shown.of(self.summary.exceptions, EXCEPTIONS_SHOWN)

    @property
    def slipped(self) -> Shown[DeliverableLine]:
        """Deliverables whose dates moved later, the longest move first."""
        return Shown.of(sorted(self.summary.slipped, key=lambda line: -line.slipped_days))

    @property
    def silent(self) -> Shown[DeliverableLine]:
        return Shown.of(worst_first(self.summary.silent))

    @property
    def unowned(self) -> Shown[DeliverableLine]:
        return Shown.of(self.summary.unowned)

    @property
    def worse(self) -> Shown[DeliverableLine]:
        return Shown.of(worst_first(self.summary.worse))

    @property
    def better(self) -> Shown[DeliverableLine]:
        return Shown.of(self.summary.better)

    @property
    def indicators_off_target(self) -> Shown[IndicatorLine]:
        return Shown.of(self.summary.indicators_off_target)

    @property
    def carrying_most(self) -> Sequence[Workload]:
        """The ten leads with the most open deliverables."""
        return [load for load in self.workloads if load.open][:10]

    def changes_since(self, before: BoardSummary) -> Shown[ChangeLine]:
        """Changes since an earlier summary of the same board, worst current RAG first."""
        rank = {(line.reference, line.title): line.rag.rank for line in self.summary.deliverables}
        changes = changes_between(before, self.summary)
        return Shown.of(sorted(changes, key=lambda each: rank.get((each.reference, each.title), len(rank))))
