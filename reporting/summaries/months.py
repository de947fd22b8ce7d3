"""In which months dates fall due, and how many of them are done: where the plan bunches.

In words, with the truth table that the tests run: docs/rules/dashboard.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.words import WordedEnum
from deliverables.rules import DuePointFacts

MOST_MONTHS = 48
MOST_MONTHS_BACK = 24


class DueState(WordedEnum):
    """Where a dated part stands on the day of judgement."""

    DONE = "done"
    OVERDUE = "overdue"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class DueMonth:
    """The dated parts that fall due in a month (its first day), by how they stand.

    `open_deliverables` have a part in it that is not done: what the list finds for the month.
    """

    starts_on: date
    done: int
    overdue: int
    to_come: int
    open_deliverables: int

    @property
    def total(self) -> int:
        return self.done + self.overdue + self.to_come

    @property
    def label(self) -> str:
        """ "2016-09", as in the list's address."""
        return f"{self.starts_on:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Bunching:
    """Every month from the first with a date to the last; `earlier` and `later` parts lie outside what is drawn."""

    months: tuple[DueMonth, ...]
    earlier: int = 0
    later: int = 0

    @property
    def busiest(self) -> DueMonth | None:
        """The month in which most is still to come, the earlier of two; None when nothing is."""
        return max(
            (month for month in self.months if month.to_come), key=lambda each: each.to_come, default=None
        )

    @property
    def done(self) -> int:
        return sum(month.done for month in self.months)

    @property
    def overdue(self) -> int:
        return sum(month.overdue for month in self.months)

    @property
    def to_come(self) -> int:
        return sum(month.to_come for month in self.months)


def due_month(point: DuePointFacts) -> date:
    """The first day of the month in which the part counts."""
    return point.last_day.replace(day=1)


def due_state(point: DuePointFacts, as_at: date) -> DueState:
    if point.is_done(as_at):
        return DueState.DONE
    return DueState.OVERDUE if point.last_day < as_at else DueState.TO_COME


def bunching(deliverables: Iterable[Iterable[DuePointFacts]], *, as_at: date) -> Bunching:
    """The dates of the deliverables, month by month, as at a day."""
    parts: Counter[tuple[date, DueState]] = Counter()
    waiting: Counter[date] = Counter()
    for points in deliverables:
        found = [(due_month(point), due_state(point, as_at)) for point in points]
        parts.update(found)
        waiting.update({month for month, state in found if state != DueState.DONE})
    if not parts:
        return Bunching(())
    first = max(min(month for month, _ in parts), _months_later(as_at.replace(day=1), -MOST_MONTHS_BACK))
    last = min(max(month for month, _ in parts), _months_later(first, MOST_MONTHS - 1))
    return Bunching(
        tuple(
            DueMonth(
                month,
                done=parts[month, DueState.DONE],
                overdue=parts[month, DueState.OVERDUE],
                to_come=parts[month, DueState.TO_COME],
                open_deliverables=waiting[month],
            )
            for month in _from_to(first, last)
        ),
        earlier=sum(count for (month, _), count in parts.items() if month < first),
        later=sum(count for (month, _), count in parts.items() if month > last),
    )


def _from_to(first: date, last: date) -> Iterable[date]:
    month = first
    while month <= last:
        yield month
        month = _months_later(month, 1)


def _months_later(month: date, count: int) -> date:
    months = month.year * 12 + month.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)
