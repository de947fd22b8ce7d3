"""Form for what the public page shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import Checkboxes, GovDateField
from strategies.models import Strategy

from .models import MOST_INTRODUCTION, MOST_PROBLEMS


class SettingsForm(EditForm):
    """Which plans are shown, what is said above them, and whom to ask."""

    in_errors = {"tested_on": "the date on which you last tested the page", "strategies": "a plan"}

    strategies = forms.MultipleChoiceField(
        label="Which plans may the public see?", required=False, widget=Checkboxes
    )
    introduction = forms.CharField(
        label="Introduction",
        help_text="Two or three short sentences that stand above the figures. Name no person.",
        required=False,
        max_length=MOST_INTRODUCTION,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    contact_email = forms.EmailField(
        label="Email address for questions",
        help_text="One that a team reads, not a person’s. The page and its accessibility statement give it.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    contact_phone = forms.CharField(
        label="Telephone number for questions (optional)",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    tested_on = GovDateField(
        label="When did you last test the page for accessibility? (optional)",
        help_text="The accessibility statement says partially compliant until you have.",
        required=False,
    )
    known_problems = forms.CharField(
        label="Known problems with its accessibility (optional)",
        help_text="A sentence on each line. The accessibility statement lists them.",
        required=False,
        max_length=MOST_PROBLEMS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, strategies: Sequence[Strategy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._strategies = {str(each.public_id): each for each in strategies}
        field: Any = self.fields["strategies"]
        field.choices = [(key, each.title) for key, each in self._strategies.items()]

    @property
    def chosen(self) -> list[Strategy]:
        """The plans that are ticked."""
        return [self._strategies[key] for key in self.cleaned_data["strategies"]]
