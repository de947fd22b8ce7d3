"""Readings that are hidden on what leaves the council, and how they look there.

In words: docs/rules/small-numbers.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from councils.actors import Actor, can
from councils.models import Council
from councils.permissions import Permission

from .models import Indicator, Reading
from .rules import MissingCode, ReadingFacts, Unit
from .suppression import Figure, Key, Row, hidden_figures

Hidden = frozenset[Key]
"""Readings to hide, as pairs of the indicator's internal id and the period."""

NOTHING: Hidden = frozenset()

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


def hidden_outside(council: Council) -> Hidden:
    """Readings to hide on what leaves the council (1 query, none if it hides nothing)."""
    if not council.hides_small_numbers:
        return NOTHING
    rows: dict[int, Row] = {}
    figures = []
    for row_id, parent, kind, unit, *recorded in Reading.objects.order_by(*TABLE_ORDER).values_list(*COLUMNS):
        if row_id not in rows:
            rows[row_id] = row_of(row_id, parent, kind)
        figures.append(Figure(row_id, recorded[0], Unit(unit), *recorded[1:]))
    return hidden_figures(rows.values(), figures)


def hidden_from(actor: Actor) -> Hidden:
    """Readings to hide from this actor: none from members, nor from keys with the scope for small numbers."""
    return NOTHING if can(actor, Permission.SMALL_NUMBERS_VIEW) else hidden_outside(actor.council)


def hidden_among(rows: Iterable[Indicator], figures: Iterable[Figure]) -> Hidden:
    """Readings to hide, from all rows and figures of the council."""
    return hidden_figures([row_of(row.id, row.parent_id, row.kind) for row in rows], figures)


def row_of(row_id: int, parent: int | None, kind: str) -> Row:
    return Row(row_id, parent, derived=kind == Indicator.Kind.DERIVED)


def as_hidden(reading: ReadingFacts) -> ReadingFacts:
    """The reading as it looks outside: that there is one, and why it is not shown."""
    return replace(reading, **HIDDEN_COLUMNS | {"missing_code": MissingCode.SUPPRESSED})
