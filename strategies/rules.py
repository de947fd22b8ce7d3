"""The clock and the quarter: which quarter is spoken for, when an update is late, as at which day a quarter is judged.

In words, with the truth tables that the tests run: docs/rules/clock-and-quarter.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.periods import Quarter


def is_late(recorded_on: date, cut_off: date) -> bool:
    """An update recorded after its quarter's cut-off is late: marked so, and kept."""
    return recorded_on > cut_off


def quarter_to_speak_for(quarters: Iterable[tuple[Quarter, bool]], today: date) -> Quarter | None:
    """The earliest quarter that has begun and is not closed; None when there is none.

    `quarters` are pairs of a quarter and whether it is closed.
    """
    still_open = (quarter for quarter, closed in quarters if not closed and quarter.starts_on <= today)
    return min(still_open, default=None)


def judgement_day(today: date, cut_off: date) -> date:
    """The day as at which a quarter's dashboards and packs judge: its cut-off, or today until then."""
    return min(today, cut_off)
