"""Rate many deliverables by one statement each: lock, read what the rules need, insert, increase versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.periods import Quarter
from core.rag import Rag
from deliverables.rules import check_complete, check_update

_LOCK = """
select d.id, s.ends_on from deliverables_deliverable d join strategies_strategy s on s.id = d.strategy_id
where d.public_id = any(%s) order by d.id for update of d
"""
_OPEN = """
select deliverable_id, count(*) from deliverables_duepoint
where deliverable_id = any(%s) and done_on is null group by deliverable_id
"""
_INSERT = """
insert into deliverables_progressupdate (council_id, public_id, deliverable_id, period_id, quarter_starts_on, rag,
    narrative, reason, path_to_green, forecast_on, done_points, recorded_at, recorded_on, late, by_name, sample)
select p.council_id, gen_random_uuid(), d, p.id, p.starts_on, %s, %s, '', '', null, '{}', %s, %s, %s > p.cut_off_on,
    'Bench officer', false
from unnest(%s) d, strategies_reportingperiod p where p.label = %s
"""
_BUMP = "update deliverables_deliverable set version = version + 1 where id = any(%s)"
_CHECK_KEYS = "set constraints all immediate"


def rate_all(
    cursor: Any,
    ids: Sequence[UUID],
    *,
    rag: Rag,
    narrative: str,
    quarter: Quarter,
    today: date,
    now: datetime,
) -> int:
    """Record the same update on the deliverables with these public ids. Returns the number of updates."""
    cursor.execute(_LOCK, [list(ids)])
    ends = dict(cursor.fetchall())
    cursor.execute(_OPEN, [list(ends)])
    open_parts = dict(cursor.fetchall())
    for deliverable_id, ends_on in ends.items():
        problems = check_update(
            rag=rag, reason="", path_to_green="", forecast_on=None, quarter=quarter, strategy_ends_on=ends_on
        ) | check_complete(rag=rag, narrative=narrative, open_parts=open_parts.get(deliverable_id, 0))
        if problems:
            raise ValueError(problems)
    cursor.execute(_INSERT, [rag.value, narrative, now, today, today, list(ends), quarter.label])
    count = int(cursor.rowcount)
    cursor.execute(_BUMP, [list(ends)])
    cursor.execute(_CHECK_KEYS)
    return count
