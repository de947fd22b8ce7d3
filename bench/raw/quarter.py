"""The quarter that a council reports on, and the day as at which it is judged."""

from __future__ import annotations

from datetime import date
from typing import Any

_QUARTER = """
select label, starts_on, cut_off_on from strategies_reportingperiod
where starts_on <= %s order by (closed_at is not null), case when closed_at is null then starts_on end, starts_on desc
limit 1
"""


def current_quarter(cursor: Any, today: date) -> tuple[str, date, date]:
    """Label, first day and cut-off of the earliest open quarter that has begun, or else of the last one."""
    cursor.execute(_QUARTER, [today])
    label, starts_on, cut_off_on = cursor.fetchone()
    return label, starts_on, cut_off_on
