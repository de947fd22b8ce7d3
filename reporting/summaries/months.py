"""Due dates by month, and how many of them are met: shows where the plan bunches.

In words, with the truth table that the tests run: docs/rules/dashboard.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.periods import months_later
from core.words import WordedEnum
from deliverables.rules import DuePointFacts

MOST_MONTHS = 48
MOST_MONTHS_BACK = 24


class DueState(WordedEnum):
    """State of a due date on the day of judgement."""

    DONE = "done"
    OVERDUE = "overdue"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class DueMonth:
    """Due dates of one month, counted by state. `starts_on` is the first day of the month.

    `open_deliverables` counts deliverables with a date in the month that is not met. The list behind the month shows
    the same number.
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
        """Month as in the list's address: "2016-09"."""
        return f"{self.starts_on:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Bunching:
    """Every month from the first with a date to the last. `earlier` and `later` count dates outside what is drawn."""

    months: tuple[DueMonth, ...]
    earlier: int = 0
    later: int = 0

    @property
    def busiest(self) -> DueMonth | None:
        """Month with the most dates to come, the earlier of two. None if there are none."""
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
    """First day of the month in which the date counts."""
    return point.last_day.replace(day=1)


def due_state(point: DuePointFacts, as_at: date) -> DueState:
    if point.is_done(as_at):
        return DueState.DONE
    return DueState.OVERDUE if point.last_day < as_at else DueState.TO_COME


def bunching(deliverables: Iterable[Iterable[DuePointFacts]], *, as_at: date) -> Bunching:
    """Count the due dates of the deliverables, month by month, as at a day."""
    parts: Counter[tuple[date, DueState]] = Counter()
    waiting: Counter[date] = Counter()
    for points in deliverables:
        dates = [(due_month(point), due_state(point, as_at)) for point in points]
        parts.update(dates)
        waiting.update({month for month, state in dates if state != DueState.DONE})
    if not parts:
        return Bunching(())
    first = max(min(month for month, _ in parts), months_later(as_at.replace(day=1), -MOST_MONTHS_BACK))
    last = min(max(month for month, _ in parts), months_later(first, MOST_MONTHS - 1))
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
        month = months_later(month, 1)
