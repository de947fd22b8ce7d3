"""Forms to change a council's quarters."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from core.periods import Quarter, quarters_between
from core.ui.editing import EditForm
from core.ui.forms import GovDateField

from .quarter_rules import MOST_DAYS_OF_GRACE

REASON_LIMIT = 1000


def reason_field(label: str, hint: str = "", *, missing: str = "") -> forms.CharField:
    """A few lines that say why. The change log shows them. `missing` is the error without them; "" if they may be."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=REASON_LIMIT,
        error_messages={
            "required": missing,
            "max_length": f"Reason must be {REASON_LIMIT} characters or fewer",
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CutOffForm(EditForm):
    """Another cut-off of a quarter, and why."""

    cut_off_on = GovDateField(
        label="Cut-off for updates",
        help_text="Updates after this day are marked late",
    )
    reason = reason_field("Why does it change?", missing="Enter the reason for changing the cut-off")

    def __init__(self, *args: Any, usual: date, **kwargs: Any) -> None:
        """`usual` is the quarter's default cut-off."""
        super().__init__(*args, **kwargs)
        day: Any = self.fields["cut_off_on"]
        day.show_example(usual)


class DaysOfGraceForm(EditForm):
    """Days of grace after a quarter's cut-off."""

    days_of_grace = forms.IntegerField(
        label="Days of grace",
        min_value=0,
        max_value=MOST_DAYS_OF_GRACE,
        help_text="Working days after the cut-off, from 0 to 60",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )


class ReopenForm(EditForm):
    """The reason for reopening a quarter."""

    reason = reason_field(
        "Why is it reopened?",
        "Shown with the quarter and in the change log",
        missing="Enter the reason for reopening the quarter",
    )


class AddQuartersForm(EditForm):
    """The first and the last of the quarters to add."""

    first = forms.ChoiceField(label="First quarter to add")
    last = forms.ChoiceField(label="Last quarter to add")

    def __init__(self, *args: Any, offered: tuple[Quarter, Quarter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(quarter.label, quarter.words) for quarter in quarters_between(*offered)]
        for name in ("first", "last"):
            field: Any = self.fields[name]
            field.choices = choices

    def clean_first(self) -> Quarter:
        return Quarter.parse(self.cleaned_data["first"])

    def clean_last(self) -> Quarter:
        return Quarter.parse(self.cleaned_data["last"])
