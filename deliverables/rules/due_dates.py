"""Rules for moving due dates: where a due point goes, and which dates a plan allows.

For the rules in words and the truth tables that the tests run, see docs/rules/undo-and-due-dates.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.periods import Precision, due_day, months_later, words_for_date
from core.words import count_words

from .ratings import DuePointFacts
from .update_checks import FORECAST_YEARS_PAST_THE_END

LAST_DAY = date(2100, 12, 31)
"""Latest due date if the strategy has no end date."""


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


TypedDate = tuple[date, Precision]


def pair_dates(points: Sequence[DuePointFacts], typed: Sequence[TypedDate]) -> list[int | None]:
    """For each typed date, the place of the due point that it is now, None for a new one.

    A date that is still there stays the same point, wherever it is typed. The others are matched in order.
    """
    free = list(range(len(points)))
    pairs: list[int | None] = [None] * len(typed)
    for place, (day, _) in enumerate(typed):
        same = next((each for each in free if points[each].last_day == day), None)
        if same is not None:
            pairs[place] = same
            free.remove(same)
    for place, pair in enumerate(pairs):
        if pair is None and free:
            pairs[place] = free.pop(0)
    return pairs


Pairs = Sequence[int | None]
"""For each typed date, the place of the due point that it is now, None for a new one."""


def moves_a_date(
    points: Sequence[DuePointFacts], typed: Sequence[TypedDate], pairs: Pairs | None = None
) -> bool:
    """Whether typed dates move or remove a date that stood. That needs a reason. `pairs` if they are known."""
    pairs = pair_dates(points, typed) if pairs is None else pairs
    return len(typed) < len(points) or any(
        pair is not None and points[pair].last_day != day for pair, (day, _) in zip(pairs, typed, strict=True)
    )


def typed_refusal(
    points: Sequence[DuePointFacts],
    typed: Sequence[TypedDate],
    *,
    starts_on: date | None,
    ends_on: date | None,
    pairs: Pairs | None = None,
) -> str:
    """Why typed dates cannot replace due points, as a sentence. Empty if they can.

    A part that is done keeps its date. Dates that move stay in the range of `move_refusal`. New dates may lie anywhere,
    as published dates always load.
    """
    pairs = pair_dates(points, typed) if pairs is None else pairs
    becomes = {pair: day for pair, (day, _) in zip(pairs, typed, strict=True)}
    for place, point in enumerate(points):
        day = becomes.get(place)
        if day == point.last_day:
            continue
        if point.done_on is not None:
            return f"{words_for_date(point.due_on, point.precision)} is done, so it keeps its date"
        if day is None:
            continue
        if refusal := move_refusal(day, was=point.last_day, starts_on=starts_on, ends_on=ends_on):
            return f"Enter a date {refusal}"
    return ""
