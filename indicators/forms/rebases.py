"""Form to re-base the limits of an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.periods import Period
from core.ui.editing import EditForm


class RebaseForm(EditForm):
    """From which period the limits begin anew, and why."""

    period = forms.ChoiceField(
        label="First period of the new limits",
        error_messages={
            "required": "Choose the first period of the new limits",
            "invalid_choice": "Choose a period from the list. It may have been re-based already",
        },
    )
    reason = forms.CharField(
        label="What has changed",
        help_text="Shown on the indicator’s page with your name",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what has changed"},
    )

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a period"),
            *((period.token, period.words) for period in periods),
        ]
