"""Rules for quarters: which one updates are for, its cut-off, when an update is late, and the day of judgement.

For the rules in words and the truth tables that the tests run, see docs/rules/clock-and-quarter.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.bank_holidays import bank_holidays
from core.periods import Quarter, working_days_after

CUT_OFF_WORKING_DAYS = 15


def is_late(recorded_on: date, cut_off: date) -> bool:
    """Whether an update was recorded after its quarter's cut-off. A late update is marked and kept."""
    return recorded_on > cut_off


def quarter_for_updates(quarters: Iterable[tuple[Quarter, bool]], today: date) -> Quarter | None:
    """The earliest quarter that has started and is not closed, or None.

    `quarters` are pairs of a quarter and whether it is closed.
    """
    still_open = (quarter for quarter, closed in quarters if not closed and quarter.starts_on <= today)
    return min(still_open, default=None)


def judgement_day(today: date, cut_off: date) -> date:
    """The day as at which dashboards and packs judge a quarter: today, or its cut-off if that is earlier."""
    return min(today, cut_off)


def default_cut_off(quarter: Quarter) -> date:
    """Default deadline for updates for a quarter: 15 working days after the quarter ends.

    The quarter stays open until then, because readings and updates arrive after the quarter they are for.
    """
    return working_days_after(
        quarter.ends_on, CUT_OFF_WORKING_DAYS, bank_holidays(quarter.next.starts_on.year)
    )
