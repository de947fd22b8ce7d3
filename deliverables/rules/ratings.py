"""Rules for stated RAG, schedule RAG, their disagreement, and direction of travel. Pure functions.

For the rules in words and the truth tables that the tests run, see docs/rules/stated.md, schedule.md and
disagreement.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from core.date_words import moved_words, span_words
from core.periods import Precision, Quarter, due_day, words_for_date
from core.rag import Direction, Rag, Verdict
from core.words import count_words

from .update_checks import NEEDS_EXPLAINING

SOON_DAYS = 30


# Stated RAG


@dataclass(frozen=True, slots=True)
class UpdateFacts:
    """Facts about one progress update. `quarter` is the quarter that it is for."""

    quarter: Quarter
    rag: Rag
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class StatedRag:
    """The RAG of the latest update, its quarter (`since`), and how many quarters ago that was (`silent_for`).

    `since` and `silent_for` are None if the deliverable has never been updated.
    """

    rag: Rag
    since: Quarter | None
    silent_for: int | None

    @property
    def reason(self) -> str:
        """Sentence about the latest update: "Last update: Q4 2015–16, 1 quarter ago."."""
        if self.since is None:
            return "Never updated."
        ago = f", {count_words(self.silent_for, 'quarter')} ago" if self.silent_for else ""
        return f"Last update: {self.since.short_words}{ago}."

    @property
    def is_silent(self) -> bool:
        """Whether there is no update for this quarter. If complete, it needs none, so this is False."""
        return self.silent_for != 0 and self.rag != Rag.COMPLETE

    @property
    def silence(self) -> str:
        """Words such as "No update for 3 quarters" or "Never updated". Empty if not silent."""
        if not self.is_silent:
            return ""
        return (
            f"No update for {count_words(self.silent_for, 'quarter')}" if self.silent_for else "Never updated"
        )


def stated_rag(updates: Iterable[UpdateFacts], *, quarter: Quarter) -> StatedRag:
    """Stated RAG in a quarter: the latest update for that quarter or an earlier one."""
    known = [update for update in updates if update.quarter <= quarter]
    latest = max(known, key=lambda update: (update.quarter, update.recorded_at), default=None)
    return stated_by(latest, quarter=quarter)


class Update(Protocol):
    """What the stated RAG takes from the latest update."""

    @property
    def quarter(self) -> Quarter: ...
    @property
    def rag(self) -> Rag: ...


def stated_by(latest: Update | None, *, quarter: Quarter) -> StatedRag:
    """Stated RAG in a quarter by its latest update, if there is one."""
    if latest is None:
        return StatedRag(Rag.NOT_RATED, None, None)
    return StatedRag(latest.rag, latest.quarter, quarter.quarters_since(latest.quarter))


# Schedule RAG


@dataclass(frozen=True, slots=True)
class DuePointFacts:
    """Facts about one dated part of a deliverable. `original_due_on` is the published date, None if never moved."""

    label: str
    due_on: date
    precision: Precision
    original_due_on: date | None = None
    done_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day on which it is not overdue. For a month or a year, its last day."""
        return _last_day(self.due_on, self.precision)

    def is_done(self, today: date) -> bool:
        """Whether it was done by the day of judgement (`today`). If done later, it was still open."""
        return self.done_on is not None and self.done_on <= today


def slippage(point: DuePointFacts) -> int:
    """Days that a due point has moved since it was published. Negative if it is now earlier."""
    if point.original_due_on in (None, point.due_on):
        return 0
    published = _last_day(point.original_due_on or point.due_on, point.precision)
    return (point.last_day - published).days


def slippage_words(point: DuePointFacts) -> str:
    """How far a due point has moved since it was published, such as "3 months later". Empty if it has not moved."""
    published = _last_day(point.original_due_on or point.due_on, point.precision)
    return moved_words(published, point.last_day)


def _last_day(day: date, precision: Precision) -> date:
    if precision is Precision.DAY:
        return day
    return due_day(day.year, 12 if precision == Precision.YEAR else day.month)


def schedule_rag(due_points: Sequence[DuePointFacts], *, today: date, updated_this_quarter: bool) -> Verdict:
    """Schedule RAG with its reason, from due dates only, not the stated RAG. `today` is the day of judgement."""
    rag = schedule_rating(due_points, today=today, updated_this_quarter=updated_this_quarter)
    return Verdict(rag, _schedule_reason(rag, due_points, today, updated_this_quarter))


def schedule_rating(due_points: Sequence[DuePointFacts], *, today: date, updated_this_quarter: bool) -> Rag:
    """Schedule RAG without its reason, for lists that judge thousands and show a few."""
    if not due_points:
        return Rag.NOT_RATED
    open_points = [point for point in due_points if not point.is_done(today)]
    if not open_points:
        return Rag.COMPLETE
    next_day = min(point.last_day for point in open_points)
    if next_day < today:
        return Rag.RED
    if any(slippage(point) > 0 for point in open_points):
        return Rag.AMBER
    return Rag.AMBER if not updated_this_quarter and _is_soon(next_day, today) else Rag.GREEN


def _is_soon(day: date, today: date) -> bool:
    return day <= today + timedelta(days=SOON_DAYS)


def _schedule_reason(
    rag: Rag, due_points: Sequence[DuePointFacts], today: date, updated_this_quarter: bool
) -> str:
    """Why the dates have this schedule RAG, in a sentence for each part that counts."""
    open_points = sorted(
        (point for point in due_points if not point.is_done(today)), key=lambda point: point.last_day
    )
    match rag:
        case Rag.NOT_RATED:
            return "The plan gives no date."
        case Rag.COMPLETE:
            return _done_words(due_points)
        case Rag.RED:
            overdue = [point for point in open_points if point.last_day < today]
            return _overdue_words(overdue, len(due_points), today)
        case Rag.GREEN:
            return _on_track_words(open_points[0], len(due_points), today)
    reasons = [_slipped_words(point, len(due_points)) for point in open_points if slippage(point) > 0]
    if not updated_this_quarter:
        soon = [point for point in open_points if _is_soon(point.last_day, today)]
        reasons += [_soon_words(point, len(due_points), today) for point in soon]
    return " ".join(reasons)


def _done_words(points: Sequence[DuePointFacts]) -> str:
    last = words_for_date(max(point.done_on for point in points if point.done_on))
    if len(points) == 1:
        return f"Done on {last}."
    return f"All {len(points)} parts are done, the last on {last}."


def _overdue_words(overdue: Sequence[DuePointFacts], parts: int, today: date) -> str:
    oldest = overdue[0]
    late = span_words(oldest.last_day, today)
    words = f"{_name(oldest, parts)} was due by {_due_words(oldest)} and is {late} late."
    if len(overdue) == 1:
        return words
    others = count_words(len(overdue) - 1, "other part")
    return f"{words} {others} {'is' if len(overdue) == 2 else 'are'} also overdue."


def _slipped_words(point: DuePointFacts, parts: int) -> str:
    first = words_for_date(point.original_due_on or point.due_on, point.precision)
    moved = count_words(slippage(point), "day")
    return f"{_name(point, parts)} has slipped from {first} to {_due_words(point)}, by {moved}."


def _soon_words(point: DuePointFacts, parts: int, today: date) -> str:
    left = (point.last_day - today).days
    when = f"in {count_words(left, 'day')}" if left else "today"
    name = _name(point, parts)
    return f"{name} is due by {_due_words(point)}, {when}, and there is no update this quarter."


def _on_track_words(next_point: DuePointFacts, parts: int, today: date) -> str:
    left = (next_point.last_day - today).days
    when = f"in {span_words(today, next_point.last_day)}" if left else "today"
    return f"{_name(next_point, parts)} is due by {_due_words(next_point)}, {when}."


def _name(point: DuePointFacts, parts: int) -> str:
    """Subject of a sentence: "Part 'launch'" for a labelled part, "It" for the only part, else "A part"."""
    if point.label:
        return f"Part '{point.label}'"
    return "It" if parts == 1 else "A part"


def _due_words(point: DuePointFacts) -> str:
    return words_for_date(point.due_on, point.precision)


# Disagreement of stated and schedule RAG


def open_due_points(due_points: Iterable[DuePointFacts], today: date) -> int:
    """Count the dated parts that were not done on the day of judgement (`today`)."""
    return sum(not point.is_done(today) for point in due_points)


def disagrees(stated: Rag, schedule: Rag, open_due_points: int) -> bool:
    """Whether stated RAG and schedule RAG cannot both be right. `open_due_points` counts the parts not done."""
    if stated == Rag.COMPLETE and open_due_points:
        return True
    return stated in (Rag.GREEN, Rag.COMPLETE) and schedule in NEEDS_EXPLAINING


def disagreement(stated: Rag, schedule: Verdict, open_due_points: int) -> str | None:
    """Sentence if stated RAG and schedule RAG cannot both be right, else None."""
    if not disagrees(stated, schedule.rag, open_due_points):
        return None
    if schedule.rag in NEEDS_EXPLAINING:
        stated_word, schedule_word = stated.word.lower(), schedule.rag.word.lower()
        return f"Stated RAG is {stated_word} but schedule RAG is {schedule_word}. {schedule.reason}"
    still = "is still open" if open_due_points == 1 else "are still open"
    return f"Stated RAG is complete but {count_words(open_due_points, 'part')} {still}."


# Direction of travel


def direction(now: Rag, before: Rag) -> Direction:
    """Direction of travel of a RAG rating since the previous quarter."""
    if now == before:
        return Direction.SAME
    if before == Rag.NOT_RATED:
        return Direction.NEW
    if now == Rag.NOT_RATED:
        return Direction.NO_LONGER_RATED
    return Direction.BETTER if now.rank > before.rank else Direction.WORSE


def direction_words(now: Rag, before: Rag, quarter_before: Quarter) -> str:
    """Words next to the arrow, such as "Amber, was green in Q1 2016–17"."""
    when = quarter_before.short_words
    if now == before:
        return f"{now.word}, as in {when}"
    return f"{now.word}, was {before.word.lower()} in {when}"
