"""Form fields for the filters of the list, and the choices that do not depend on the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.periods import MONTHS, Quarter
from core.rag import Direction, Rag
from core.ui.forms import Checkboxes

from ..rules.listing import MONTH, Due, Sort

DIRECTIONS: dict[str, str] = {
    Direction.WORSE: "Worse than last quarter",
    Direction.BETTER: "Better than last quarter",
}
ORDERS = {
    Sort.PLAN: ("Plan order", "first to last", "last to first"),
    Sort.DUE: ("Due date", "soonest first", "latest first"),
    Sort.LEAD: ("Lead", "A to Z", "Z to A"),
    Sort.STATED: ("Stated RAG", "worst first", "best first"),
    Sort.SCHEDULE: ("Schedule RAG", "worst first", "best first"),
    Sort.UPDATED: ("Last update", "longest ago first", "latest first"),
}
"""Label of each sort order, and words for it and its reverse."""


class YesBox(forms.CheckboxInput):
    """A checkbox that is ticked only by the value "yes"."""

    def __init__(self) -> None:
        super().__init__(check_test=lambda value: value == "yes")

    def format_value(self, value: Any) -> str:
        return "yes"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return data.get(name, "")


class YesField(forms.Field):
    """True for "yes", False if empty. Other values are errors."""

    widget = YesBox

    def to_python(self, value: Any) -> bool:
        if value and value != "yes":
            raise ValidationError(f"{self.label} can only be “yes”")
        return bool(value)


def choice(label: str, kind: str, *, empty: str = "All") -> forms.ChoiceField:
    """A choice field whose choices the form adds later. `empty` is the text for no filter."""
    problem = f"“%(value)s” is not a valid {kind}. Choose one from the list"
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", empty)],
        error_messages={"invalid_choice": problem},
    )


def ratings(label: str, kind: str) -> forms.MultipleChoiceField:
    """A field for any of the five RAG ratings."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=Rag.choices(),
        widget=Checkboxes(small=True),
        error_messages={"invalid_choice": f"“%(value)s” is not a {kind}. Choose from the list"},
    )


def dues(quarter: Quarter) -> dict[str, str]:
    """Choices of the filter by due date. `quarter` is the quarter of the day of judgement."""
    return {
        Due.OVERDUE: "Overdue",
        Due.THIS_QUARTER: f"This quarter: {_months(quarter)}",
        Due.NEXT_QUARTER: f"Next quarter: {_months(quarter.next)}",
        Due.UNDATED: "No date",
    }


def _months(quarter: Quarter) -> str:
    first, last = quarter.starts_on, quarter.ends_on
    return f"{MONTHS[first.month - 1]} to {MONTHS[last.month - 1]} {last.year}"


def month(text: str) -> dict[str, str]:
    """The choice for a month such as "2016-09", which may have nothing due. Empty for other text."""
    match = MONTH.fullmatch(text)
    return {text: f"{MONTHS[int(match[2]) - 1]} {match[1]}"} if match else {}


def orders() -> Iterator[tuple[str, str]]:
    """Choices of sort order: each order and its reverse, such as "due" and "-due", with words."""
    for sort, (label, way, other_way) in ORDERS.items():
        yield sort.value, f"{label}, {way}"
        yield f"-{sort.value}", f"{label}, {other_way}"
