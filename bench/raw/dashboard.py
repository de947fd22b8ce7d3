"""Dashboard by one grouped statement: counts by strand and ratings, and the worst deliverables.

The rules for schedule RAG are written in SQL here, as a dashboard by hand would do. A test compares the result with the
product's for every rating.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from .quarter import current_quarter

Counts = dict[tuple[str, str, str], int]
"""Number of deliverables by (strand, stated RAG, schedule RAG)."""

_DASHBOARD = """
with latest as (
    select distinct on (u.deliverable_id) u.deliverable_id, u.id, u.rag, p.starts_on = %(quarter)s as is_current
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
judged as materialized (
    select d.id, d.position, s.code, s.position as place, l.id as update_id, coalesce(l.rag, 'not_rated') as stated,
        t.earliest_open,
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
),
counts as (
    select code, stated, schedule, count(*) as number from judged group by code, stated, schedule
),
worst as (
    select * from judged where stated in ('red', 'amber')
    order by stated = 'amber', array_position(array['red', 'amber'], schedule) nulls last, place, position, id
    limit 8
),
shown as (
    select d.public_id as id, w.code, d.number, d.title, w.stated, w.schedule, w.earliest_open, u.reason,
        u.path_to_green, u.forecast_on
    from worst w
    join deliverables_deliverable d on d.id = w.id
    join deliverables_progressupdate u on u.id = w.update_id
    order by w.stated = 'amber', array_position(array['red', 'amber'], w.schedule) nulls last, w.place, w.position, w.id
)
select (select jsonb_agg(counts) from counts)::text, (select jsonb_agg(shown) from shown)::text
"""


@dataclass(frozen=True)
class RawDashboard:
    """Counts, and the eight worst deliverables with their ratings, words and dates, as the dashboard lists them."""

    counts: Counts
    worst: list[dict[str, Any]]


def dashboard(cursor: Any, *, today: date) -> RawDashboard:
    """Judge every deliverable as at the current quarter."""
    _, starts_on, cut_off_on = current_quarter(cursor, today)
    cursor.execute(_DASHBOARD, {"quarter": starts_on, "day": min(today, cut_off_on)})
    counts, worst = cursor.fetchone()
    return RawDashboard(
        {(each["code"], each["stated"], each["schedule"]): each["number"] for each in orjson.loads(counts)},
        orjson.loads(worst or "[]"),
    )
