"""Dashboard by two grouped statements: counts by strand and ratings, and the worst deliverables.

The rules for schedule RAG are written in SQL here, as a dashboard by hand would do. A test compares the result with the
product's for every rating.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from .quarter import current_quarter

Counts = dict[tuple[str, str, str], int]
"""Number of deliverables by (strand, stated RAG, schedule RAG)."""

_JUDGED = """
with latest as (
    select distinct on (u.deliverable_id) u.deliverable_id, u.rag, u.reason, u.path_to_green, u.forecast_on,
        p.starts_on = %(quarter)s as is_current
    from deliverables_progressupdate u join strategies_reportingperiod p on p.id = u.period_id
    where p.starts_on <= %(quarter)s and u.recorded_on <= %(day)s
    order by u.deliverable_id, p.starts_on desc, u.recorded_at desc, u.id desc
),
points as (
    select deliverable_id, coalesce(done_on <= %(day)s, false) as is_done,
        case precision
            when 'day' then due_on
            when 'month' then (date_trunc('month', due_on) + interval '1 month' - interval '1 day')::date
            else make_date(extract(year from due_on)::int, 12, 31)
        end as last_day,
        case precision
            when 'day' then original_due_on
            when 'month' then (date_trunc('month', original_due_on) + interval '1 month' - interval '1 day')::date
            else make_date(extract(year from original_due_on)::int, 12, 31)
        end as published
    from deliverables_duepoint
),
dates as (
    select deliverable_id, min(last_day) filter (where not is_done) as earliest_open,
        bool_or(not is_done and last_day > published) as has_slipped
    from points group by deliverable_id
),
judged as (
    select d.id, d.public_id, d.number, d.title, d.position, s.code, s.position as place,
        coalesce(l.rag, 'not_rated') as stated, l.reason, l.path_to_green, l.forecast_on, t.earliest_open,
        case
            when t.deliverable_id is null then 'not_rated'
            when t.earliest_open is null then 'complete'
            when t.earliest_open < %(day)s then 'red'
            when t.has_slipped then 'amber'
            when not coalesce(l.is_current, false) and t.earliest_open <= %(day)s + 30 then 'amber'
            else 'green'
        end as schedule
    from deliverables_deliverable d
    join strategies_strand s on s.id = d.strand_id
    left join latest l on l.deliverable_id = d.id
    left join dates t on t.deliverable_id = d.id
)
"""

_COUNTS = f"{_JUDGED} select code, stated, schedule, count(*) from judged group by code, stated, schedule"

_WORST = f"""
{_JUDGED}
select public_id, code, number, title, stated, schedule, reason, path_to_green, forecast_on, earliest_open from judged
where stated in ('red', 'amber')
order by stated = 'amber', array_position(array['red', 'amber'], schedule) nulls last, place, position, id
limit 8
"""


def dashboard_counts(cursor: Any, *, today: date) -> Counts:
    """Count deliverables by strand, stated RAG and schedule RAG, as at the current quarter."""
    cursor.execute(_COUNTS, _judged_as_at(cursor, today))
    return {(code, stated, schedule): count for code, stated, schedule, count in cursor.fetchall()}


def worst_deliverables(cursor: Any, *, today: date) -> list[tuple[Any, ...]]:
    """The eight worst deliverables, as the dashboard lists them: id, strand, number, title, ratings, words, dates."""
    cursor.execute(_WORST, _judged_as_at(cursor, today))
    return list(cursor.fetchall())


def _judged_as_at(cursor: Any, today: date) -> dict[str, date]:
    _, starts_on, cut_off_on = current_quarter(cursor, today)
    return {"quarter": starts_on, "day": min(today, cut_off_on)}
