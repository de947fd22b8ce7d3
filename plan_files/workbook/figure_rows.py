"""Rows of the sheets Indicators, Targets and Readings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from indicators.models import FormulaPart, Indicator, Reading, Target
from indicators.rules import MissingCode, Polarity, Unit
from indicators.rules.formulas import Formula
from indicators.small_numbers import Hidden
from strategies.models import KeyOutcome

from .cells import day_cell, lines_cell, number_cell, yes_no_cell
from .naming import PeopleNames
from .row_cells import Cells, row_id
from .row_words import key_outcome_words


def indicator_rows(
    indicators: Sequence[Indicator], key_outcomes: Iterable[KeyOutcome], names: PeopleNames
) -> Iterable[Cells]:
    outcomes = key_outcome_words((row_id(each), each.number, each.title) for each in key_outcomes)
    parts: dict[int, list[str]] = defaultdict(list)
    if indicators:
        found = FormulaPart.objects.filter(indicator__in=indicators).select_related("operand")
        for part in found:
            parts[part.indicator_id].append(row_id(part.operand))
    texts = (
        *(
            "group",
            "label",
            "corrected_label",
            "title",
            "breakdown",
            "breakdown_code",
            "comparator",
            "source",
        ),
    )
    for each in indicators:
        yield {
            "id": row_id(each),
            "set": each.get_set_display(),
            "key_outcome": outcomes.get(row_id(each.key_outcome), ""),
            "parent": row_id(each.parent),
            "above": each.name_above,
            **{name: getattr(each, name) for name in texts},
            "kind": each.get_kind_display(),
            "unit": Unit(each.unit).word,
            "polarity": Polarity(each.polarity).word if each.polarity else "",
            "basis": each.get_basis_display() if each.basis else "",
            "decimals": number_cell(each.decimals),
            "next_value_due_on": day_cell(each.next_value_due_on),
            "default_tolerance": number_cell(each.default_tolerance),
            "is_contextual": yes_no_cell(each.is_contextual),
            "is_headline": yes_no_cell(each.is_headline),
            "feedback_sources": lines_cell(each.feedback_sources),
            "ended_on": day_cell(each.ended_on),
            "replaced_by": row_id(each.replaced_by),
            "owner": names.words.get(row_id(each.owner), ""),
            "formula": Formula(each.formula).word if each.formula else "",
            "formula_rows": lines_cell(parts[each.pk]),
        }


def _in_table_order(model: Any, indicators: Sequence[Indicator]) -> list[tuple[Indicator, Any]]:
    """Values with their rows, in the order of the tables and then of time (1 query)."""
    if not indicators:
        return []
    order = {each.pk: at for at, each in enumerate(indicators)}
    values = list(model.objects.filter(indicator__in=indicators).order_by("ends_on", "period", "id"))
    values.sort(key=lambda value: order[value.indicator_id])
    rows: Mapping[int, Indicator] = {each.pk: each for each in indicators}
    return [(rows[value.indicator_id], value) for value in values]


def target_rows(indicators: Sequence[Indicator]) -> Iterable[Cells]:
    for indicator, target in _in_table_order(Target, indicators):
        yield {
            "id": row_id(target),
            "indicator": row_id(indicator),
            "of": indicator.full_name,
            "period": target.period,
            "label": target.label,
            "value": number_cell(target.value),
            "tolerance": number_cell(target.tolerance),
            "borrowed_from": target.borrowed_from,
            "sample": yes_no_cell(target.sample),
        }


def reading_rows(indicators: Sequence[Indicator], hidden: Hidden, leave_out: bool) -> Iterable[Cells]:
    for indicator, reading in _in_table_order(Reading, indicators):
        if (indicator.pk, reading.period) in hidden:
            if not leave_out:
                yield _reading(indicator, reading) | HIDDEN
        else:
            yield _reading(indicator, reading)


HIDDEN: Cells = {
    **dict.fromkeys(("value", "numerator", "denominator", "text", "note", "sources"), ""),
    "missing_code": MissingCode.SUPPRESSED.value,
}
"""What a hidden reading has in these columns."""


def _reading(indicator: Indicator, reading: Reading) -> Cells:
    return {
        "id": row_id(reading),
        "indicator": row_id(indicator),
        "of": indicator.full_name,
        "period": reading.period,
        "value": number_cell(reading.value),
        "numerator": number_cell(reading.numerator),
        "denominator": number_cell(reading.denominator),
        "missing_code": reading.missing_code,
        "text": reading.text,
        "provisional": yes_no_cell(reading.provisional),
        "note": reading.note,
        "sources": lines_cell(reading.sources),
        "sample": yes_no_cell(reading.sample),
        "derived": yes_no_cell(reading.derived),
    }
