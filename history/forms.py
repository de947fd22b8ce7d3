"""Form and address of the changes page: `?since=last-pack&board=send-board`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from boards.models import Board
from core.periods import Quarter
from core.ui.forms import GovDateField, PlainErrors, Radios

from .choosing import ComparisonQuery
from .rules import Choice

LABELS = {
    Choice.LAST_VISIT: "My last visit",
    Choice.LAST_PACK: "Last pack",
    Choice.LAST_QUARTER: "Last quarter",
    Choice.DAY: "A date",
}
WHAT_TO_WRITE = "Enter a date like 2016-07-01 or a quarter like 2016-17-Q1"


class SinceForm(PlainErrors, forms.Form):
    """Moment and board to compare with.

    An address may name a day or a quarter (`since=2016-07-01`). The page has a date field of three parts.
    """

    since = forms.ChoiceField(
        label="Show changes since",
        required=False,
        choices=[(choice.value, label) for choice, label in LABELS.items()],
        widget=Radios(
            hints={
                Choice.LAST_VISIT: "Since you last used sendplan",
                Choice.LAST_PACK: "Since the board’s last pack",
                Choice.LAST_QUARTER: "Since the cut-off of the last quarter",
            }
        ),
        error_messages={"invalid_choice": WHAT_TO_WRITE},
    )
    on = GovDateField(label="Date", required=False)
    board = forms.ChoiceField(
        label="Board",
        required=False,
        error_messages={"invalid_choice": "Choose a board from the list"},
    )

    def __init__(self, query: QueryDict, *, boards: Sequence[Board], today: date) -> None:
        super().__init__(_with_day(query))
        example: Any = self.fields["on"]
        example.show_example(Quarter.of(today).starts_on)
        self.boards = {board.slug: board for board in boards}
        board: Any = self.fields["board"]
        board.choices = [
            ("", "The whole council"),
            *((board.slug, board.name) for board in boards),
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("since") == Choice.DAY and not found.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter a date to compare with")
        return found

    def show(self, choice: Choice) -> None:
        """Select the moment that is compared with, if none was asked for."""
        self.data = {"since": choice.value, **self.data}

    def asked(self) -> ComparisonQuery:
        """The user's choice, empty if the form is not valid."""
        if not self.is_valid():
            return ComparisonQuery()
        found = self.cleaned_data
        choice = Choice(found["since"]) if found["since"] else None
        day = found["on"] if choice == Choice.DAY else None
        return ComparisonQuery(choice, day, self.boards.get(found["board"]))


def _with_day(query: QueryDict) -> dict[str, Any]:
    """Form data in which a day or quarter given as `since` fills the date fields."""
    data: dict[str, Any] = query.dict()
    day = _day_of(str(data.get("since", "")).strip())
    if day is not None:
        data["since"] = Choice.DAY.value
        data["on_day"], data["on_month"], data["on_year"] = str(day.day), str(day.month), str(day.year)
    return data


def _day_of(text: str) -> date | None:
    for parse in (date.fromisoformat, lambda label: Quarter.parse(label).starts_on):
        try:
            return parse(text)
        except ValueError:
            continue
    return None
