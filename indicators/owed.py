"""Indicators that owe a value for a quarter.

For the rule in words and the truth table that the tests run, see docs/rules/readiness.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery

from core.periods import Quarter
from councils.models import Person
from strategies.models import begun_by

from .models import Indicator, NotExpected, Reading, TableColumn
from .models.indicator import IndicatorQuerySet
from .rules import MissingCode

COLUMNS = ("kind", "basis", "has_column", "ended_on", "replaced_by_id", "has_value", "is_not_expected")
HOLD_VALUES = (Indicator.Kind.QUANTITATIVE, Indicator.Kind.QUALITATIVE)


@dataclass(frozen=True, slots=True)
class OwingFacts:
    """Facts about an indicator that decide whether it owes a value for a quarter.

    `has_column`: the plan's table has a column for the quarter. `not_expected`: someone has said that none is.
    """

    kind: str
    basis: str
    has_column: bool
    ended_on: date | None
    is_replaced: bool
    has_value: bool
    not_expected: bool = False


def asks_for_value(facts: OwingFacts, quarter: Quarter) -> bool:
    """Whether a value of the quarter is asked for, given or not."""
    by_quarter = facts.basis == Indicator.Basis.QUARTER or (not facts.basis and facts.has_column)
    has_ended = facts.ended_on is not None and facts.ended_on < quarter.starts_on
    return facts.kind in HOLD_VALUES and by_quarter and not has_ended and not facts.is_replaced


def owes_value(facts: OwingFacts, quarter: Quarter, *, today: date) -> bool:
    return (
        asks_for_value(facts, quarter)
        and not facts.has_value
        and not facts.not_expected
        and quarter.ends_on < today
    )


def lacks_figure(facts: OwingFacts, quarter: Quarter, *, missing_code: str, has_formula: bool) -> bool:
    """Whether a row has no figure for a quarter: nothing, or only why there is none. "Not applicable" is an answer.

    For the rule in words and its truth table, see docs/rules/indicator-list.md.
    """
    is_derived = facts.kind == Indicator.Kind.DERIVED
    as_recorded = replace(facts, kind=Indicator.Kind.QUANTITATIVE) if is_derived and has_formula else facts
    has_answer = facts.has_value and missing_code in ("", MissingCode.NOT_APPLICABLE)
    return asks_for_value(as_recorded, quarter) and not has_answer and not facts.not_expected


def rows_without_figure(quarter: Quarter) -> frozenset[int]:
    """Internal ids of the rows that have no figure for the quarter (1 query)."""
    readings = Reading.objects.filter(indicator_id=OuterRef("pk"), period=quarter.label)
    rows = _with_facts(quarter).annotate(code=Subquery(readings.values("missing_code")[:1]))
    return frozenset(
        key
        for key, code, formula, *columns in rows.values_list("id", "code", "formula", *COLUMNS)
        if lacks_figure(_facts(*columns), quarter, missing_code=code or "", has_formula=bool(formula))
    )


def indicators_owing(quarter: Quarter, *, today: date) -> list[Indicator]:
    """Indicators that owe a value, in table order, with the rows above them and their owners (2 queries)."""
    owing = [key for key, facts in owing_facts(quarter).items() if owes_value(facts, quarter, today=today)]
    found = Indicator.objects.filter(id__in=owing).in_table_order().with_parents()
    return list(found.select_related("owner_person", "owner_post"))


def figures_owed_by(person: Person, quarter: Quarter, *, today: date) -> list[Indicator]:
    """Indicators that owe a value and that this person answers for, in table order (1 query)."""
    own = Q(owner_post__holder=person) | Q(owner_post=None, owner_person=person)
    rows = _with_facts(quarter).filter(own).in_table_order().with_parents()
    return [
        row
        for row in rows.select_related("owner_person", "owner_post")
        if owes_value(_facts(*(getattr(row, name) for name in COLUMNS)), quarter, today=today)
    ]


def owing_facts(quarter: Quarter) -> dict[int, OwingFacts]:
    """Facts about every indicator of the plans that count in the quarter, by internal id (1 query)."""
    return {key: _facts(*columns) for key, *columns in _with_facts(quarter).values_list("id", *COLUMNS)}


def _facts(
    kind: str,
    basis: str,
    has_column: bool,
    ended_on: date | None,
    replaced_by: int | None,
    has_value: bool,
    not_expected: bool,
) -> OwingFacts:
    return OwingFacts(kind, basis, has_column, ended_on, replaced_by is not None, has_value, not_expected)


def _with_facts(quarter: Quarter) -> IndicatorQuerySet:
    """Indicators of the plans that count in the quarter, with all that decides whether they owe a value."""
    of_quarter = TableColumn.objects.filter(
        strategy_id=OuterRef("strategy_id"),
        set=OuterRef("set"),
        kind=TableColumn.Kind.QUARTER,
        period=quarter.label,
    )
    of_indicator = {"indicator_id": OuterRef("pk"), "period": quarter.label}
    rows: IndicatorQuerySet = Indicator.objects.filter(begun_by(quarter, "strategy__")).annotate(
        has_column=Exists(of_quarter),
        has_value=Exists(Reading.objects.filter(**of_indicator)),
        is_not_expected=Exists(NotExpected.objects.filter(**of_indicator)),
    )
    return rows


def answers_for(person: Person, row: Indicator) -> bool:
    """Whether a person owns the indicator, directly or through a post. The row was loaded with its owners."""
    if row.owner_post is not None:
        return bool(row.owner_post.holder_id == person.pk)
    return bool(row.owner_person_id == person.pk)
