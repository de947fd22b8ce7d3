"""Rules for stated RAG, schedule RAG, their disagreement, and direction of travel. Pure functions.

For the rules in words and the truth tables that the tests run, see docs/rules/stated.md, schedule.md and
disagreement.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

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
    reason: str

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
    if not known:
        return StatedRag(Rag.NOT_RATED, None, None, "Never updated.")
    latest = max(known, key=lambda update: (update.quarter, update.recorded_at))
    silent_for = quarter.quarters_since(latest.quarter)
    reason = f"Last update: {latest.quarter.short_words}"
    if silent_for:
        reason += f", {count_words(silent_for, 'quarter')} ago"
    return StatedRag(latest.rag, latest.quarter, silent_for, f"{reason}.")


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
    published = _last_day(point.original_due_on or point.due_on, point.precision)
    return (point.last_day - published).days


def slippage_words(point: DuePointFacts) -> str:
    """How far a due point has moved since it was published, such as "3 months later". Empty if it has not moved."""
    published = _last_day(point.original_due_on or point.due_on, point.precision)
    return moved_words(published, point.last_day)


def _last_day(day: date, precision: Precision) -> date:
    if precision == Precision.DAY:
        return day
    return due_day(day.year, 12 if precision == Precision.YEAR else day.month)


def schedule_rag(due_points: Sequence[DuePointFacts], *, today: date, updated_this_quarter: bool) -> Verdict:
    """Schedule RAG, from due dates only, not the stated RAG. `today` is the day of judgement."""
    if not due_points:
        return Verdict(Rag.NOT_RATED, "The plan gives no date.")
    open_points = sorted(
        (point for point in due_points if not point.is_done(today)), key=lambda point: point.last_day
    )
    if not open_points:
        return Verdict(Rag.COMPLETE, _done_words(due_points))
    if overdue := [point for point in open_points if point.last_day < today]:
        return Verdict(Rag.RED, _overdue_words(overdue, len(due_points), today))
    reasons = [_slipped_words(point, len(due_points)) for point in open_points if slippage(point) > 0]
    if not updated_this_quarter:
        soon = [point for point in open_points if point.last_day <= today + timedelta(days=SOON_DAYS)]
        reasons += [_soon_words(point, len(due_points), today) for point in soon]
    if reasons:
        return Verdict(Rag.AMBER, " ".join(reasons))
    return Verdict(Rag.GREEN, _on_track_words(open_points[0], len(due_points), today))


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


def disagreement(stated: Rag, schedule: Verdict, open_due_points: int) -> str | None:
    """Sentence if stated RAG and schedule RAG cannot both be right, else None."""
    if stated not in (Rag.GREEN, Rag.COMPLETE):
        return None
    if schedule.rag in NEEDS_EXPLAINING:
        stated_word, schedule_word = stated.word.lower(), schedule.rag.word.lower()
        return f"Stated RAG is {stated_word} but schedule RAG is {schedule_word}. {schedule.reason}"
    if stated == Rag.COMPLETE and open_due_points:
        still = "is still open" if open_due_points == 1 else "are still open"
        return f"Stated RAG is complete but {count_words(open_due_points, 'part')} {still}."
    return None


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
