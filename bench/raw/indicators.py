"""API lists of indicators and readings."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from core.rag import Rag
from indicators.rules import (
    MissingCode,
    Polarity,
    ReadingFacts,
    TargetFacts,
    Unit,
    indicator_rag,
    target_ahead,
)

from .pages import Key, RawPage, Row, as_page, beyond, change_seq, or_null

_ROWS = """
select i.id, s.position, s.id, i.public_id, s.public_id, i.set, k.public_id, i."group", i.label, i.corrected_label,
    i.position, parent.public_id, i.depth, i.title, i.kind, i.unit, i.polarity, i.breakdown, i.feedback_sources,
    i.basis, i.breakdown_code, i.comparator, i.source, i.decimals, i.next_value_due_on, i.default_tolerance,
    i.is_contextual, i.is_headline, i.ended_on, successor.public_id, i.formula,
    array(select o.public_id from indicators_formulapart p join indicators_indicator o on o.id = p.operand_id
        where p.indicator_id = i.id order by p.position, p.id),
    array(select jsonb_build_object('period', b.period, 'starts_on', b.starts_on, 'note', b.note)
        from indicators_seriesbreak b where b.indicator_id = i.id order by b.starts_on, b.id),
    array(select jsonb_build_object('period', n.period, 'note', nullif(n.note, ''))
        from indicators_notexpected n where n.indicator_id = i.id order by n.period, n.id)
from indicators_indicator i
join strategies_strategy s on s.id = i.strategy_id
left join strategies_keyoutcome k on k.id = i.key_outcome_id
left join indicators_indicator parent on parent.id = i.parent_id
left join indicators_indicator successor on successor.id = i.replaced_by_id
where {beyond} order by s.position, s.id, i.set, i.position, i.id limit %s
"""
_LATEST = """
select distinct on (indicator_id) indicator_id, period, ends_on, value, missing_code, text, provisional
from indicators_reading where indicator_id = any(%s) and ends_on <= %s
order by indicator_id, ends_on desc, id desc
"""
_TARGETS = """
select t.id, t.indicator_id, t.period, t.ends_on, t.value, coalesce(t.tolerance, i.default_tolerance)
from indicators_target t join indicators_indicator i on i.id = t.indicator_id
where t.indicator_id = any(%s) order by t.ends_on, t.id
"""
_FORECASTS = """
select distinct on (target_id) target_id, rag from indicators_confidencerating
where target_id = any(%s) and recorded_on <= %s order by target_id, recorded_at desc, id desc
"""
_READINGS = """
select r.id, r.indicator_id, r.ends_on, r.public_id, i.public_id, r.period, r.value, r.text, r.numerator, r.denominator,
    r.missing_code, r.provisional, r.note, r.sources, r.sample, r.derived
from indicators_reading r join indicators_indicator i on i.id = r.indicator_id
where {beyond} order by r.indicator_id, r.ends_on, r.id limit %s
"""


def indicators_page(cursor: Any, *, today: date, limit: int, after: Key | None = None) -> RawPage:
    """One page of indicators in table order, judged as at today."""
    seq = change_seq(cursor)
    condition, parameters = beyond("s.position, s.id, i.set, i.position, i.id", after)
    cursor.execute(_ROWS.format(beyond=condition), [*parameters, limit + 1])
    records = cursor.fetchall()
    shown = records[:limit]
    ids = [record[0] for record in shown]
    readings = _latest_readings(cursor, ids, today)
    targets, forecasts = _targets(cursor, ids, today)
    rows = []
    for record in shown:
        row = _row(record)
        known = targets.get(record[0], [])
        verdict = indicator_rag(
            readings.get(record[0]),
            known,
            polarity=Polarity(row["polarity"]) if row["polarity"] else None,
            unit=Unit(row["unit"]),
            holds_figures=row["kind"] not in ("heading", "qualitative"),
        )
        ahead = target_ahead(today, known)
        row["indicator_rag"], row["indicator_reason"] = verdict.rag, verdict.reason
        row["confidence_rag"] = (
            forecasts.get((record[0], ahead.period), Rag.NOT_RATED) if ahead else Rag.NOT_RATED
        )
        rows.append(row)
    last = shown[-1] if len(records) > limit else None
    return as_page(rows, last=last and (last[1], last[2], last[5], last[10], last[0]), seq=seq)


def _row(record: Any) -> Row:
    _, _, _, public_id, strategy, kind_of_set, key_outcome, group, label, corrected, position, *rest = record
    parent, depth, title, kind, unit, polarity, breakdown, feedback_sources, *definition = rest
    basis, code, comparator, source, decimals, due_on, tolerance, contextual, headline, *more = definition
    ended_on, successor, formula, operands, breaks, without = more
    return {
        "id": public_id,
        "strategy": strategy,
        "set": kind_of_set,
        "key_outcome": key_outcome,
        "group": or_null(group),
        "label": or_null(label),
        "corrected_label": or_null(corrected),
        "position": position,
        "parent": parent,
        "depth": depth,
        "title": or_null(title),
        "kind": kind,
        "unit": unit,
        "polarity": polarity or None,
        "breakdown": or_null(breakdown),
        "feedback_sources": feedback_sources,
        "basis": or_null(basis),
        "breakdown_code": or_null(code),
        "comparator": or_null(comparator),
        "source": or_null(source),
        "decimals": decimals,
        "next_value_due_on": due_on,
        "default_tolerance": tolerance,
        "is_contextual": contextual,
        "is_headline": headline,
        "ended_on": ended_on,
        "replaced_by": successor,
        "formula": or_null(formula),
        "formula_rows": operands,
        "series_breaks": breaks,
        "not_expected": without,
    }


def _latest_readings(cursor: Any, ids: list[int], today: date) -> dict[int, ReadingFacts]:
    cursor.execute(_LATEST, [ids, today])
    return {
        indicator_id: ReadingFacts(
            period=period,
            ends_on=ends_on,
            value=value,
            missing_code=MissingCode(missing_code) if missing_code else None,
            text=text,
            provisional=provisional,
        )
        for indicator_id, period, ends_on, value, missing_code, text, provisional in cursor.fetchall()
    }


def _targets(
    cursor: Any, ids: list[int], today: date
) -> tuple[dict[int, list[TargetFacts]], dict[tuple[int, str], str]]:
    """Targets by indicator in date order, and the latest forecast by indicator and period."""
    cursor.execute(_TARGETS, [ids])
    records = cursor.fetchall()
    targets: dict[int, list[TargetFacts]] = defaultdict(list)
    for _, indicator_id, period, ends_on, value, tolerance in records:
        targets[indicator_id].append(TargetFacts(period, ends_on, value, tolerance))
    cursor.execute(_FORECASTS, [[record[0] for record in records], today])
    by_target = dict(cursor.fetchall())
    forecasts = {(record[1], record[2]): by_target[record[0]] for record in records if record[0] in by_target}
    return targets, forecasts


def readings_page(cursor: Any, *, limit: int, after: Key | None = None) -> RawPage:
    """One page of readings in date order."""
    seq = change_seq(cursor)
    condition, parameters = beyond("r.indicator_id, r.ends_on, r.id", after)
    cursor.execute(_READINGS.format(beyond=condition), [*parameters, limit + 1])
    records = cursor.fetchall()
    shown = records[:limit]
    last = shown[-1] if len(records) > limit else None
    return as_page([_reading(record) for record in shown], last=last and (last[1], last[2], last[0]), seq=seq)


def _reading(record: Any) -> Row:
    (
        _,
        _,
        _,
        public_id,
        indicator,
        period,
        value,
        text,
        numerator,
        denominator,
        missing,
        provisional,
        note,
        sources,
        sample,
        derived,
    ) = record
    return {
        "id": public_id,
        "indicator": indicator,
        "period": period,
        "value": or_null(text) if value is None else value,
        "numerator": numerator,
        "denominator": denominator,
        "missing_code": or_null(missing),
        "provisional": provisional,
        "note": or_null(note),
        "sources": sources,
        "sample": sample,
        "derived": derived,
    }
