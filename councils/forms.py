"""What the councils' pages ask for."""

from __future__ import annotations

from datetime import date

from django import forms

from sendplan.periods import Quarter
from sendplan.ui.forms import PlainErrors


class SinceForm(PlainErrors, forms.Form):
    """From which day on changes are shown: a day, or a quarter by its label."""

    since = forms.CharField(
        label="Changes since",
        required=False,
        max_length=10,
        help_text="A day, such as 2016-07-01, or a quarter, such as 2016-17-Q1",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )

    def clean_since(self) -> date | None:
        text = self.cleaned_data["since"].strip()
        if not text:
            return None
        for parse in (date.fromisoformat, _first_day):
            try:
                return parse(text)
            except ValueError:
                continue
        raise forms.ValidationError("Enter a day, such as 2016-07-01, or a quarter, such as 2016-17-Q1")


def _first_day(label: str) -> date:
    return Quarter.parse(label).starts_on
