"""Readings that are hidden on what leaves the council, and how they look there.

In words: docs/rules/small-numbers.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q

from councils.actors import Actor, can
from councils.models import Council
from councils.permissions import Permission

from .models import FormulaPart, Indicator, Reading
from .models.indicator import IndicatorQuerySet
from .rules import MissingCode, ReadingFacts, Unit
from .rules.formulas import Formula
from .rules.suppression import SMALLEST_SHOWN, Figure, Key, Row, hidden_figures

Hidden = frozenset[Key]
"""Readings to hide, as pairs of the indicator's internal id and the period."""

NOTHING: Hidden = frozenset()

Formulas = Mapping[int, tuple[str, tuple[int, ...]]]
"""Formula of each derived row that has one, with the rows that it is worked out from, by internal id."""

MAY_BE_SMALL = Q(denominator=None, value__lt=SMALLEST_SHOWN) | Q(denominator__isnull=False) & (
    Q(numerator=None) | Q(numerator__lt=SMALLEST_SHOWN) | Q(denominator__lt=F("numerator") + SMALLEST_SHOWN)
)
"""`suppression.may_be_small` as a filter of readings."""

HIDDEN_COLUMNS: dict[str, Any] = {
    "value": None,
    "numerator": None,
    "denominator": None,
    "missing_code": MissingCode.SUPPRESSED.value,
    "text": "",
}
"""What a hidden reading has in these columns."""

TABLE_ORDER = ("indicator__strategy__position", "indicator__set", "indicator__position", "indicator_id")
COLUMNS = (
    *("indicator_id", "indicator__parent_id", "indicator__kind", "indicator__unit"),
    *("period", "value", "numerator", "denominator"),
)


def hidden_outside(council: Council, *, among: Collection[int] | None = None) -> Hidden:
    """Readings to hide on what leaves the council (2 queries, none if it hides nothing).

    `among` are the internal ids of the only rows asked about. Then only rows that can give their figures away are read
    (3 queries), and hidden readings of these may be in the answer too.
    """
    if not council.hides_small_numbers:
        return NOTHING
    formulas = formulas_of_rows()
    readings = Reading.objects.order_by(*TABLE_ORDER)
    if among is not None:
        readings = readings.filter(indicator_id__in=_connected(among, formulas))
    rows: dict[int, Row] = {}
    figures = []
    for row_id, parent, kind, unit, *recorded in readings.values_list(*COLUMNS):
        if row_id not in rows:
            rows[row_id] = row_of(row_id, parent, kind, formulas)
        figures.append(Figure(row_id, recorded[0], Unit(unit), *recorded[1:]))
    return hidden_figures(rows.values(), figures)


def hidden_from(actor: Actor, *, among: Collection[int] | None = None) -> Hidden:
    """Readings to hide from this actor: none from members, nor from keys with the scope for small numbers."""
    if can(actor, Permission.SMALL_NUMBERS_VIEW):
        return NOTHING
    return hidden_outside(actor.council, among=among)


def _connected(among: Collection[int], formulas: Formulas) -> set[int]:
    """These rows with all that parents and formulas connect them to, over any number of steps (1 query)."""
    beside: dict[int, set[int]] = defaultdict(set)
    pairs = list(Indicator.objects.filter(parent__isnull=False).order_by().values_list("id", "parent_id"))
    pairs += [(row, operand) for row, (_, operands) in formulas.items() for operand in operands]
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    found: set[int] = set()
    waiting = list(among)
    while waiting:
        row = waiting.pop()
        if row not in found:
            found.add(row)
            waiting.extend(beside[row] - found)
    return found


def hidden_among(rows: Collection[Any], figures: Iterable[Figure]) -> Hidden:
    """Readings to hide, from all rows and figures of the council. Rows have `operands`, see `with_operands`."""
    formulas = {row.id: (row.formula, tuple(row.operands)) for row in rows if row.operands}
    return hidden_figures([row_of(row.id, row.parent_id, row.kind, formulas) for row in rows], figures)


def with_operands(indicators: IndicatorQuerySet) -> IndicatorQuerySet:
    """Annotate each row with `operands`: the internal ids of the rows that it is worked out from, in order."""
    parts = FormulaPart.objects.filter(indicator_id=OuterRef("pk")).order_by("position", "id")
    annotated: IndicatorQuerySet = indicators.annotate(operands=ArraySubquery(parts.values("operand_id")))
    return annotated


def formulas_of_rows() -> Formulas:
    """The council's formulas (1 query)."""
    found: dict[int, tuple[str, tuple[int, ...]]] = {}
    parts = FormulaPart.objects.order_by("position", "id")
    for row_id, formula, operand in parts.values_list("indicator_id", "indicator__formula", "operand_id"):
        found[row_id] = (formula, (*found.get(row_id, ("", ()))[1], operand))
    return found


def row_of(row_id: int, parent: int | None, kind: str, formulas: Formulas) -> Row:
    formula, operands = formulas.get(row_id, ("", ()))
    return Row(
        row_id,
        parent,
        derived=kind == Indicator.Kind.DERIVED,
        worked_out_from=operands,
        adds_up=formula == Formula.POOLED,
    )


def as_hidden(reading: ReadingFacts) -> ReadingFacts:
    """The reading as it looks outside: that there is one, and why it is not shown."""
    return replace(reading, **HIDDEN_COLUMNS | {"missing_code": MissingCode.SUPPRESSED})
