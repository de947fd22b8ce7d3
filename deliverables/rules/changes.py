"""Rules for changes: what can be undone, and where a due date moves. Pure functions.

For the rules in words and the truth tables that the tests run, see docs/rules/changes.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from core.periods import Precision, due_day, months_later, words_for_date
from core.words import count_words, list_words
from councils.permissions import Permission

from .ratings import FORECAST_YEARS_PAST_THE_END, DuePointFacts

UNDONE = "change.undone"
"""Verb of an undo in the change log."""

UNDO_WITHIN = timedelta(hours=1)
LAST_DAY = date(2100, 12, 31)
"""Latest due date if the strategy has no end date."""

UNDO_NEEDS: Mapping[str, Permission] = {
    "progress.recorded": Permission.PROGRESS_RECORD,
    "progress.unchanged": Permission.PROGRESS_RECORD,
    "leads.changed": Permission.PLAN_CHANGE,
    "dates.moved": Permission.PLAN_CHANGE,
}
"""Permission needed for an act and for its undo, by verb. Other verbs cannot be undone."""


@dataclass(frozen=True, slots=True)
class ActFacts:
    """Facts about an act that decide whether it can be undone.

    `own`: whether the user did it. `changed_since`: names of its deliverables that have changed again.
    `closed_since`: quarters that its updates are for, or that were open then, and are closed now.
    """

    verb: str
    own: bool
    age: timedelta
    undone: bool = False
    changed_since: tuple[str, ...] = ()
    closed_since: tuple[str, ...] = ()


class Acted(Protocol):
    """Anything with the verb of its act, such as a logged change."""

    @property
    def verb(self) -> str: ...


T = TypeVar("T", bound=Acted)


def changes_in_effect(changes: Iterable[T]) -> list[T]:
    """Changes to one object that are still in effect, oldest first. An undo cancels the change before it.

    An undo with no change before it in the list is kept, as it is itself a change.
    """
    changes_kept: list[T] = []
    for change in changes:
        if change.verb == UNDONE and changes_kept:
            changes_kept.pop()
        else:
            changes_kept.append(change)
    return changes_kept


def undo_refusal(act: ActFacts) -> str:
    """Why an act cannot be undone, as a sentence. Empty if it can."""
    if not act.own:
        return "You can only undo changes that you made."
    if act.verb not in UNDO_NEEDS:
        return "You cannot undo this."
    if act.undone:
        return "This has already been undone."
    if act.age > UNDO_WITHIN:
        return "You can only undo within an hour of saving. Make another change instead."
    if act.changed_since:
        have = "has" if len(act.changed_since) == 1 else "have"
        return (
            f"{list_words(act.changed_since)} {have} been changed since, so nothing was undone. "
            "Check the current position and change that instead."
        )
    if act.closed_since:
        has = "has" if len(act.closed_since) == 1 else "have"
        return f"{list_words(act.closed_since)} {has} been closed since, so nothing was undone."
    return ""


@dataclass(frozen=True, slots=True)
class Move:
    """A move of open due points: to a date (`to`) or by `months`. Only one is set."""

    to: date | None = None
    months: int = 0

    @property
    def words(self) -> str:
        """The move in words, such as "to 31 October 2016" or "by 2 months"."""
        return f"to {words_for_date(self.to)}" if self.to else f"by {count_words(self.months, 'month')}"


def moved_due(point: DuePointFacts, move: Move) -> tuple[date, Precision] | None:
    """New due date and precision of a due point after a move. None if it does not move."""
    day = move.to or months_later(point.last_day, move.months, last_day_too=point.precision != Precision.DAY)
    if point.done_on is not None or day == point.last_day:
        return None
    return day, _precision_of(day, point.precision)


def _precision_of(day: date, before: Precision) -> Precision:
    """Precision of a new date: keep the old precision if it still means the same day."""
    if before == Precision.YEAR and (day.month, day.day) == (12, 31):
        return Precision.YEAR
    is_last = day == due_day(day.year, day.month)
    return Precision.MONTH if before != Precision.DAY and is_last else Precision.DAY


def move_refusal(to: date, *, was: date, starts_on: date | None, ends_on: date | None) -> str:
    """The dates allowed instead, such as "on or after 1 April 2016, when the strategy starts".

    Empty if `to` is allowed. `was` is the current due date.
    """
    if starts_on and to < min(starts_on, was):
        return f"on or after {words_for_date(starts_on)}, when the strategy starts"
    if ends_on is None:
        return "" if to <= LAST_DAY else f"on or before {words_for_date(LAST_DAY)}"
    latest = months_later(ends_on, 12 * FORECAST_YEARS_PAST_THE_END)
    if to > latest:
        return f"on or before {words_for_date(latest)}, five years after the strategy ends"
    return ""
