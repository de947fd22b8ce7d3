"""The kinds of fields that the filters of the list are made of, and what there is to choose whatever the plan says."""

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
"""What each order is called, and what it and its reverse read."""


class YesBox(forms.CheckboxInput):
    """A box of which only "yes" in the address is a tick."""

    def __init__(self) -> None:
        super().__init__(check_test=lambda value: value == "yes")

    def format_value(self, value: Any) -> str:
        return "yes"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return data.get(name, "")


class YesField(forms.Field):
    """True for "yes", False where nothing is asked."""

    widget = YesBox

    def to_python(self, value: Any) -> bool:
        if value and value != "yes":
            raise ValidationError(f"{self.label} can only be “yes”")
        return bool(value)


def choice(label: str, kind: str, *, empty: str = "All") -> forms.ChoiceField:
    """One of a list, filled when the page is made; `empty` is what asking nothing reads."""
    problem = f"“%(value)s” is not a valid {kind}. Choose one from the list"
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", empty)],
        error_messages={"invalid_choice": problem},
    )


def ratings(label: str, kind: str) -> forms.MultipleChoiceField:
    """Any of the five ratings."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=Rag.choices(),
        widget=Checkboxes(small=True),
        error_messages={"invalid_choice": f"“%(value)s” is not a {kind}. Choose from the list"},
    )


def dues(quarter: Quarter) -> dict[str, str]:
    """What can be asked of dates in the quarter of the day of judgement."""
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
    """A month in which nothing is due can be asked for all the same."""
    match = MONTH.fullmatch(text)
    return {text: f"{MONTHS[int(match[2]) - 1]} {match[1]}"} if match else {}


def orders() -> Iterator[tuple[str, str]]:
    """Each order and its reverse, as "-due" or the like, with its words."""
    for sort, (label, way, other_way) in ORDERS.items():
        yield sort.value, f"{label}, {way}"
        yield f"-{sort.value}", f"{label}, {other_way}"
