"""Filters for the pages of an import, and the link to them on pages of other rooms."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from deliverables.cells import due_words, slot_words

from ..forms.columns import row_words
from ..reviewing import Line
from ..rules.doubts import DoubtKind

register = template.Library()


@register.filter
def preview_cells(row: Sequence[str]) -> list[str]:
    """The cells of a row, shortened."""
    return row_words(row)


@register.filter
def is_lead(kind: DoubtKind) -> bool:
    """Whether doubts of this kind only ask who a lead is, so that the name alone says it."""
    return kind is DoubtKind.UNKNOWN_LEAD


@register.filter
def row_facts(line: Line) -> list[tuple[str, str]]:
    """What a row will be besides its title and details: labels and words. What is empty is left out."""
    row, values = line.row, line.full
    due = "; ".join(due_words(each.label, each.due_on, each.precision.value) for each in values["due"])
    facts = [
        ("Refers to", row.refers_to),
        ("By when", due or "no date"),
        ("Lead", "; ".join(map(slot_words, values["leads"]))),
        ("Reporting to", "; ".join(map(slot_words, values["reports"]))),
        ("Outcome", row.outcome),
        ("Measures", "; ".join(row.measures)),
        ("Accountable", row.organisation),
        ("Start", row.start),
        ("Forecast", row.forecast),
        ("Status", f"{row.status} (means {row.rag})" if row.rag else row.status),
        ("Complete", "" if row.complete is None else f"{row.complete}%"),
        ("Progress", row.progress),
        ("Notes", row.notes),
    ]
    return [(label, text) for label, text in facts if text]
