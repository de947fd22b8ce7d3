"""How the values of a derived row were worked out, for its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.periods import Period

from ..columns import facts_of
from ..models import FormulaPart, Indicator, Reading
from ..rules import ReadingFacts, Unit
from ..rules.formulas import Formula, Operand, work_out

MOST_WITHOUT = 12
"""Periods without a value that are named, the latest ones."""


@dataclass(frozen=True)
class Workings:
    """The formula of a row and its rows in order, the workings by period, and why other periods have no value."""

    formula: Formula | None = None
    rows: Sequence[Indicator] = ()
    by_period: dict[str, str] = field(default_factory=dict)
    without: Sequence[str] = ()
    comparator_missing: bool = False


def workings_of(indicator: Indicator) -> Workings | None:
    """Workings of a derived row, None for other rows (2 queries; 1 to look for a comparator if it has no formula)."""
    if indicator.kind != Indicator.Kind.DERIVED:
        return None
    if not indicator.formula:
        return Workings(comparator_missing=bool(indicator.comparator) and not _is_a_row(indicator.comparator))
    parts = FormulaPart.objects.filter(indicator=indicator).order_by("position")
    rows = [part.operand for part in parts.select_related("operand__parent__parent__parent")]
    readings: dict[str, dict[int, ReadingFacts]] = defaultdict(dict)
    for reading in Reading.objects.filter(indicator_id__in=[row.pk for row in rows]).latest_first():
        readings[reading.period][reading.indicator_id] = facts_of(reading)
    formula, by_period, without = Formula(indicator.formula), {}, []
    for period, found in readings.items():
        operands = [Operand(row.full_name, Unit(row.unit), found.get(row.pk)) for row in rows]
        result = work_out(formula, Unit(indicator.unit), operands)
        if result.value is None:
            without.append(f"No value for {Period.parse(period).words}: {result.why_not}.")
        else:
            by_period[period] = result.workings
    return Workings(formula, rows, by_period, without[:MOST_WITHOUT])


def _is_a_row(comparator: str) -> bool:
    """Whether a row of the council's plans has the comparator's name."""
    rows = Indicator.objects.filter(title__iexact=comparator)
    return bool((rows | Indicator.objects.filter(breakdown__iexact=comparator)).exists())
