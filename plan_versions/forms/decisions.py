"""Forms for what a step of approval decides, and for the reason of a step back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import GovDateField, Radios

APPROVE, RETURN, TAKE_BACK = "approve", "return", "take_back"


class DecisionForm(EditForm):
    """Approved or returned, on which day, with a comment."""

    decision = forms.ChoiceField(
        label="What was decided?",
        choices=[(APPROVE, "Approved"), (RETURN, "Returned")],
        widget=Radios(
            hints={
                APPROVE: "The version table will say so",
                RETURN: "The text has to change first. Say what below",
            }
        ),
        error_messages={"required": "Select approved or returned"},
    )
    on = GovDateField(label="Date", help_text="Day of the decision, such as that of the meeting")
    comment = forms.CharField(
        label="Comment",
        required=False,
        max_length=4000,
        help_text="Needed if it is returned: what has to change",
        widget=forms.Textarea(attrs={"rows": "4"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day: Any = self.fields["on"]
        day.show_example(today)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("decision") == RETURN and not cleaned.get("comment"):
            self.add_error("comment", "Enter what has to change")
        return cleaned


class ReasonForm(EditForm):
    """Why something is taken back."""

    in_errors = {"reason": "the reason"}
    reason = forms.CharField(
        label="Why?",
        max_length=1000,
        help_text="Shown in the history of this version",
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": "Enter why"},
    )
