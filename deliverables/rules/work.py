"""Rules for "My work": groups, order, what is left to update, and when "no change" is allowed. Pure functions.

For the rules in words and the truth tables that the tests run, see docs/rules/my-work.md.
"""

from __future__ import annotations

from datetime import date
from enum import Enum

from core.periods import Quarter, words_for_date
from core.rag import Rag

from .ratings import StatedRag
from .update_checks import NEEDS_EXPLAINING


class WorkGroup(Enum):
    """Groups of "My work", most urgent first. The value is the heading."""

    OVERDUE = "Overdue"
    DUE = "Due this quarter"
    SILENT = "No update this quarter"
    REST = "Everything else"
    WAITING = "Waiting for others"


def work_group(
    *, leads: bool, schedule: Rag, next_due: date | None, is_silent: bool, today: date
) -> WorkGroup | None:
    """Group of a deliverable for a person named on it in any role. None if it is not on their page.

    `leads`: whether the person leads it. `next_due` is the last day of the earliest part that is not done.
    """
    if not leads:
        return WorkGroup.WAITING if is_silent else None
    if schedule == Rag.RED:
        return WorkGroup.OVERDUE
    if next_due is not None and next_due <= Quarter.of(today).ends_on:
        return WorkGroup.DUE
    return WorkGroup.SILENT if is_silent else WorkGroup.REST


def is_up_to_date(*, is_silent: bool, disagrees: bool) -> bool:
    """Whether it needs no more from the person this quarter."""
    return not is_silent and not disagrees


def work_order(stated: Rag, *, disagrees: bool) -> tuple[bool, int]:
    """Sort key within a group. Equal items keep plan order."""
    return (not disagrees, stated.rank)


def left_words(left: int, total: int, *, quarter: Quarter, cut_off: date, today: date, closed: bool) -> str:
    """Sentence with how many updates are left (`left` of `total` that the person leads), and the cut-off."""
    name = quarter.short_words
    if closed:
        missing = f"{left} of {total} had no update" if left else "all updates were received"
        return f"{name} is closed: {missing}."
    if not left:
        subject = {1: "It is", 2: "Both are"}.get(total, f"All {total} are")
        return f"{subject} up to date for {name}."
    return f"{left} of {total} still to update for {name}. {_cut_off_words(cut_off, today)}"


def _cut_off_words(cut_off: date, today: date) -> str:
    day, days = words_for_date(cut_off), (cut_off - today).days
    if days < 0:
        return f"The cut-off was {day}: updates are now marked as late."
    when = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    return f"The cut-off is {day}, {when}."


def no_change_refusal(
    stated: StatedRag, *, forecast_on: date | None, quarter: Quarter, closed: bool, today: date
) -> str:
    """Why "no change" cannot be recorded for a quarter, without a full stop. Empty if it can.

    `forecast_on` is the forecast of the current update.
    """
    if closed:
        return f"{quarter.short_words} is closed for updates"
    if stated.since is None:
        return "There is no earlier update to repeat"
    if stated.silent_for == 0:
        return f"{quarter.short_words} already has an update"
    if stated.rag == Rag.COMPLETE:
        return "It is complete, so it needs no more updates"
    if stated.rag == Rag.NOT_RATED:
        return "It is not rated, so there is no RAG rating to repeat"
    if stated.rag in NEEDS_EXPLAINING and forecast_on is not None and forecast_on < today:
        return f"The forecast of {words_for_date(forecast_on)} has passed. Enter a new forecast date"
    return ""
