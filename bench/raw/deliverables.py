"""API list of deliverables by four statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson

from core.periods import Precision, Quarter
from core.rag import Rag
from deliverables.rules import DuePointFacts, UpdateFacts, schedule_rag, stated_rag

from .pages import Key, RawPage, Row, as_page, beyond, change_seq, or_null
from .quarter import current_quarter

_ROWS = """
select d.id, st.position, sd.position, d.public_id, st.public_id, sd.code, o.public_id, d.number, d.position, d.title,
    d.detail, d.refers_to, d.source_text::text, d.version
from deliverables_deliverable d
join strategies_strategy st on st.id = d.strategy_id
join strategies_strand sd on sd.id = d.strand_id
left join strategies_outcome o on o.id = d.outcome_id
where {beyond} order by st.position, sd.position, d.position, d.id limit %s
"""
_PEOPLE = """
select a.deliverable_id, p.initials, t.title, a.role, a.qualifier, a.state
from deliverables_assignment a
left join councils_person p on p.id = a.person_id
left join councils_post t on t.id = a.post_id
where a.deliverable_id = any(%s) order by a.position, a.id
"""
_POINTS = """
select deliverable_id, label, due_on, precision, source_text, original_due_on, done_on
from deliverables_duepoint where deliverable_id = any(%s) order by position, id
"""
_UPDATES = """
select distinct on (u.deliverable_id) u.deliverable_id, p.label, u.rag, u.recorded_at, u.recorded_on
from deliverables_progressupdate u join strategies_reportingperiod p on p.id = u.period_id
where u.deliverable_id = any(%s) and p.starts_on <= %s and u.recorded_on <= %s
order by u.deliverable_id, p.starts_on desc, u.recorded_at desc, u.id desc
"""


def deliverables_page(cursor: Any, *, today: date, limit: int, after: Key | None = None) -> RawPage:
    """One page of deliverables in plan order, judged as at today, without names of people."""
    seq = change_seq(cursor)
    condition, parameters = beyond("st.position, sd.position, d.position, d.id", after)
    cursor.execute(_ROWS.format(beyond=condition), [*parameters, limit + 1])
    records = cursor.fetchall()
    shown = records[:limit]
    rows = {record[0]: _row(record) for record in shown}
    ids = list(rows)
    _add_people(cursor, rows, ids)
    _judge(cursor, rows, ids, today)
    last = shown[-1] if len(records) > limit else None
    return as_page(list(rows.values()), last=last and (last[1], last[2], last[8], last[0]), seq=seq)


def _row(record: Sequence[Any]) -> Row:
    (
        _,
        _,
        _,
        public_id,
        strategy,
        strand,
        outcome,
        number,
        position,
        title,
        detail,
        refers_to,
        source,
        version,
    ) = record
    return {
        "id": public_id,
        "strategy": strategy,
        "strand": strand,
        "outcome": outcome,
        "number": or_null(number),
        "position": position,
        "title": or_null(title),
        "detail": detail,
        "refers_to": or_null(refers_to),
        "leads": [],
        "reporting_to": [],
        "due_points": [],
        "stated_rag": "",
        "schedule_rag": "",
        "schedule_reason": "",
        "last_update_on": None,
        "source_text": orjson.Fragment(source),
        "version": version,
    }


def _add_people(cursor: Any, rows: dict[int, Row], ids: list[int]) -> None:
    cursor.execute(_PEOPLE, [ids])
    for deliverable_id, initials, post, role, qualifier, state in cursor.fetchall():
        part = "reporting_to" if role == "reporting" else "leads"
        rows[deliverable_id][part].append(
            {
                "initials": initials or None,
                "name": post or None,
                "role": role,
                "qualifier": or_null(qualifier),
                "state": state,
            }
        )


def _judge(cursor: Any, rows: dict[int, Row], ids: list[int], today: date) -> None:
    """Add dates and ratings, by the product's rules."""
    label, starts_on, _ = current_quarter(cursor, today)
    quarter = Quarter.parse(label)
    facts = _add_due_points(cursor, rows, ids)
    cursor.execute(_UPDATES, [ids, starts_on, today])
    current = {record[0]: record[1:] for record in cursor.fetchall()}
    for deliverable_id, row in rows.items():
        updates = []
        if deliverable_id in current:
            for_quarter, rag, recorded_at, recorded_on = current[deliverable_id]
            updates = [UpdateFacts(quarter=Quarter.parse(for_quarter), rag=Rag(rag), recorded_at=recorded_at)]
            row["last_update_on"] = recorded_on
        stated = stated_rag(updates, quarter=quarter)
        schedule = schedule_rag(
            facts[deliverable_id], today=today, updated_this_quarter=stated.silent_for == 0
        )
        row["stated_rag"] = stated.rag
        row["schedule_rag"], row["schedule_reason"] = schedule.rag, schedule.reason


def _add_due_points(cursor: Any, rows: dict[int, Row], ids: list[int]) -> dict[int, list[DuePointFacts]]:
    facts: dict[int, list[DuePointFacts]] = defaultdict(list)
    cursor.execute(_POINTS, [ids])
    for deliverable_id, label, due_on, precision, source_text, original_due_on, done_on in cursor.fetchall():
        rows[deliverable_id]["due_points"].append(
            {
                "label": or_null(label),
                "due_on": due_on,
                "precision": precision,
                "source_text": or_null(source_text),
                "original_due_on": original_due_on,
                "done_on": done_on,
            }
        )
        facts[deliverable_id].append(
            DuePointFacts(label, due_on, Precision(precision), original_due_on, done_on)
        )
    return facts
