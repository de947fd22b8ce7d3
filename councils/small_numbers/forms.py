"""Form to hide small numbers on what leaves a council, or to stop hiding them."""

from __future__ import annotations

from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import Radios

CHOICES = {"yes": "Hide them", "no": "Show them"}
HINTS = {
    "yes": "Counts under 5, and the figures that would give them back, are replaced by “Suppressed”",
    "no": "Everything is printed, sent and downloaded as recorded. Choose this only if nobody can be recognised",
}


class SmallNumbersForm(EditForm):
    """Whether small numbers are hidden, and why that changes."""

    hides = forms.ChoiceField(
        label="Small numbers on what leaves the council",
        choices=list(CHOICES.items()),
        widget=Radios(hints=HINTS),
        error_messages={"required": "Select whether small numbers are hidden"},
    )
    reason = forms.CharField(
        label="Reason for the change",
        max_length=300,
        help_text="Other administrators see it, with your name",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the reason for the change"},
    )

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"hides": self.cleaned_data["hides"] == "yes"}


def shown(hides: bool) -> dict[str, str]:
    """The setting as the form shows it."""
    return {"hides": "yes" if hides else "no"}
