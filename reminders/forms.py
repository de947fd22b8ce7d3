"""Form for when reminders are sent."""

from __future__ import annotations

from typing import Any

from django import forms

from core.ui.editing import EditForm


def _days(label: str, hint: str) -> Any:
    widget = forms.NumberInput(attrs={"class": "govuk-input--width-3"})
    return forms.IntegerField(label=label, help_text=hint, min_value=1, max_value=60, widget=widget)


class SettingsForm(EditForm):
    """Days before and after."""

    days_before = _days("Days before a date", "A date in the plan that is not done.")
    again_after = _days(
        "Days until it is asked again", "The first reminder of an overdue date is on the day after it."
    )
    days_before_cut_off = _days(
        "Days before the cut-off of the quarter", "There is one more on the day of the cut-off."
    )
