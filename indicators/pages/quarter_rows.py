"""Rows of the quarter's grid: which indicators, what is saved for them, and their latest figure before the quarter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from core.periods import Quarter
from core.words import WordedEnum
from councils.models import Person
from strategies.models import KeyOutcome, Strategy

from ..columns import facts_of
from ..models import Indicator, NotExpected, Reading
from ..owed import OwingFacts, answers_for, asks_for_value, owing_facts, rows_with_owners
from ..rules import ReadingFacts


class Show(WordedEnum):
    """Which rows of a quarter are shown. `MINE` are those that a person answers for, also through a post."""

    ALL = "all"
    MISSING = "missing"
    MINE = "mine"


@dataclass(frozen=True)
class QuarterRows:
    """Rows in table order, each with what is saved for it, by internal id. `asked` counts those of the quarter."""

    indicators: list[Indicator]
    readings: dict[int, Reading]
    not_expected: dict[int, NotExpected]
    last: dict[int, ReadingFacts]
    asked: int
    missing: int


def quarter_rows(quarter: Quarter, *, show: Show, person: Person | None) -> QuarterRows:
    """Rows of the quarter that a person chose to see (7 queries)."""
    facts = {key: each for key, each in owing_facts(quarter).items() if _is_of_quarter(each, quarter)}
    missing = {key for key, each in facts.items() if not each.has_value and not each.not_expected}
    found = rows_with_owners(missing if show == Show.MISSING else facts)
    if show == Show.MINE:
        found = [row for row in found if person is not None and answers_for(person, row)]
    return _with_values(found, quarter, asked=len(facts), missing=len(missing))


def rows_named(ids: Collection[UUID], quarter: Quarter, *, lock: bool) -> QuarterRows:
    """Rows that a sent grid names, those that still exist. With `lock`, others wait who would change them."""
    rows = Indicator.objects.filter(public_id__in=ids)
    if lock:
        list(rows.order_by("pk").select_for_update().values_list("pk"))
    found = rows_with_owners(list(rows.values_list("id", flat=True)))
    return _with_values(found, quarter, asked=len(found), missing=0)


def _is_of_quarter(facts: OwingFacts, quarter: Quarter) -> bool:
    """Rows that ask for a value, and those that have one that somebody recorded. Derived values are worked out."""
    is_recorded = facts.has_value and facts.kind != Indicator.Kind.DERIVED
    return asks_for_value(facts, quarter) or is_recorded


def _with_values(found: list[Indicator], quarter: Quarter, *, asked: int, missing: int) -> QuarterRows:
    ids = [row.pk for row in found]
    strategies = Strategy.objects.in_bulk() if found else {}
    outcomes = KeyOutcome.objects.in_bulk() if found else {}
    for row in found:
        row.strategy = strategies[row.strategy_id]
        row.key_outcome = outcomes[row.key_outcome_id] if row.key_outcome_id else None
    readings = Reading.objects.filter(indicator__in=ids, period=quarter.label)
    not_expected = NotExpected.objects.filter(indicator__in=ids, period=quarter.label)
    before = Reading.objects.filter(indicator__in=ids, ends_on__lt=quarter.starts_on)
    latest = before.order_by("indicator_id", "-ends_on", "-id").distinct("indicator_id")
    return QuarterRows(
        indicators=found,
        readings={each.indicator_id: each for each in readings},
        not_expected={each.indicator_id: each for each in not_expected},
        last={each.indicator_id: facts_of(each) for each in latest},
        asked=asked,
        missing=missing,
    )
