"""Forms to add meetings, several at once, and to change one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from core.typed_dates import day_examples
from core.ui.editing import EditForm
from core.ui.forms import GovDateField

from ..models import Board, Meeting
from ..rules import MAX_PAPER_WORKING_DAYS, PAPER_WORKING_DAYS


def _paper_days() -> forms.IntegerField:
    return forms.IntegerField(
        label="Paper deadline",
        min_value=0,
        max_value=MAX_PAPER_WORKING_DAYS,
        initial=PAPER_WORKING_DAYS,
        help_text="Working days before the meeting. Weekends and bank holidays do not count",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
    )


def _place() -> forms.CharField:
    return forms.CharField(label="Place", required=False, max_length=200)


class AddMeetingsForm(EditForm):
    """Days of meetings, one a line, with one place and paper deadline for all."""

    days = forms.CharField(
        label="Dates",
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages={"required": "Enter at least one date"},
    )
    place = _place()
    paper_days = _paper_days()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = f"One on each line, such as {day_examples(today)}. Enter a year’s meetings at once"
        self.fields["days"].help_text = hint


class AddMeetingsOfBoardForm(AddMeetingsForm):
    """The same for a board to choose."""

    board = forms.ChoiceField(label="Board")
    field_order = ("board", "days", "place", "paper_days")

    def __init__(self, *args: Any, boards: Sequence[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.boards = {str(each.public_id): each for each in boards}
        field: Any = self.fields["board"]
        field.choices = [("", "Select a board"), *((key, each.name) for key, each in self.boards.items())]

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"board": self.boards[self.cleaned_data["board"]]}


class MeetingForm(EditForm):
    """Day, place and paper deadline of one meeting."""

    held_on = GovDateField(label="Date")
    place = _place()
    paper_days = _paper_days()


def shown_meeting(meeting: Meeting) -> dict[str, Any]:
    return {"held_on": meeting.held_on, "place": meeting.place, "paper_days": meeting.paper_days}
