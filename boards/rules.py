"""Rules for boards: when the papers of a meeting are due, and which reporting lines would make a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from core.bank_holidays import bank_holidays
from core.periods import working_days_before

PAPER_WORKING_DAYS = 5
"""Usual time between the papers and the meeting."""
MAX_PAPER_WORKING_DAYS = 60


def papers_due(held_on: date, working_days: int) -> date:
    """Day by which the papers of a meeting are due: a number of working days in England before it."""
    holidays = bank_holidays(held_on.year) | bank_holidays(held_on.year - 1)
    return working_days_before(held_on, working_days, holidays)


def parent_below(board: int, parents: Iterable[int], parents_of: Mapping[int, Iterable[int]]) -> int | None:
    """The first of the new parents that already reports to the board, itself or through others, or None.

    `parents_of` has the parents of every board. As the board's own are being replaced, they do not count.
    """
    for parent in parents:
        above, seen = [parent], set()
        while above:
            each = above.pop()
            if each == board:
                return parent
            if each not in seen:
                seen.add(each)
                above += parents_of.get(each, ())
    return None
