"""Indicators that owe a value for a quarter.

For the rule in words and the truth table that the tests run, see docs/rules/readiness.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from core.periods import Quarter

from .models import Indicator, Reading, TableColumn

HOLD_VALUES = (Indicator.Kind.QUANTITATIVE, Indicator.Kind.QUALITATIVE)


@dataclass(frozen=True, slots=True)
class OwingFacts:
    """Facts about an indicator that decide whether it owes a value for a quarter.

    `has_column`: the plan's table has a column for the quarter.
    """

    kind: str
    basis: str
    has_column: bool
    ended_on: date | None
    is_replaced: bool
    has_value: bool


def owes_value(facts: OwingFacts, quarter: Quarter, *, today: date) -> bool:
    by_quarter = facts.basis == Indicator.Basis.QUARTER or (not facts.basis and facts.has_column)
    has_ended = facts.ended_on is not None and facts.ended_on < quarter.starts_on
    return (
        facts.kind in HOLD_VALUES
        and by_quarter
        and not has_ended
        and not facts.is_replaced
        and not facts.has_value
        and quarter.ends_on < today
    )


def indicators_owing(quarter: Quarter, *, today: date) -> list[Indicator]:
    """Indicators that owe a value, in table order, with the rows above them and their owners (2 queries)."""
    of_quarter = TableColumn.objects.filter(
        strategy_id=OuterRef("strategy_id"),
        set=OuterRef("set"),
        kind=TableColumn.Kind.QUARTER,
        period=quarter.label,
    )
    readings = Reading.objects.filter(indicator_id=OuterRef("pk"), period=quarter.label)
    rows = Indicator.objects.annotate(has_column=Exists(of_quarter), has_value=Exists(readings))
    columns = rows.values_list("id", "kind", "basis", "has_column", "ended_on", "replaced_by_id", "has_value")
    owing = [
        key
        for key, kind, basis, has_column, ended_on, replaced_by, has_value in columns
        if owes_value(
            OwingFacts(kind, basis, has_column, ended_on, replaced_by is not None, has_value),
            quarter,
            today=today,
        )
    ]
    found = Indicator.objects.filter(id__in=owing).in_table_order().with_parents()
    return list(found.select_related("owner_person", "owner_post"))
