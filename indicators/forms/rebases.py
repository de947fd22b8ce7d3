"""Form to re-base the limits of an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.periods import Period
from core.ui.editing import EditForm
from core.words import count_words

from ..rules.spc import FOR_ICONS, FOR_LIMITS


def _left(count: int) -> str:
    """What the figures from a period on are enough for."""
    figures = count_words(count, "figure")
    if count < FOR_LIMITS:
        return f"{figures}, too few for limits"
    return f"{figures}, trial limits" if count < FOR_ICONS else f"{figures}, limits and icons"


class RebaseForm(EditForm):
    """From which period the limits begin anew, and why."""

    period = forms.ChoiceField(
        label="First period of the new limits",
        help_text=(
            f"With the number of figures that it leaves for them. Limits need {FOR_LIMITS}, the icons {FOR_ICONS}. "
            "Until then nothing is said of usual variation"
        ),
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

    def __init__(self, *args: Any, periods: Sequence[tuple[Period, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a period"),
            *((period.token, f"{period.words}: {_left(count)}") for period, count in periods),
        ]
