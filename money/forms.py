"""Form of a budget line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import Checkboxes, GovDateField
from deliverables.models import Deliverable

from .actions import LineFacts
from .models import AMOUNTS, BudgetLine
from .rules import financial_year_typed

OWN = ("name", "code", "financial_year", *AMOUNTS, "spent_on", "note")


class PoundsField(forms.DecimalField):
    """An amount in pounds and pence: "12,000", "£12,000.50"."""

    def __init__(self, label: str, hint: str = "") -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=False,
            max_digits=14,
            decimal_places=2,
            min_value=0,
            widget=forms.TextInput(
                attrs={"class": "govuk-input--width-10", "inputmode": "decimal", "autocomplete": "off"}
            ),
            error_messages={
                "invalid": "Enter an amount in pounds, such as 12,000 or 12,000.50",
                "min_value": "Enter an amount of 0 or more",
                "max_decimal_places": "Enter at most two decimals, for pence",
                "max_digits": "Enter an amount of less than £1,000,000,000,000",
                "max_whole_digits": "Enter an amount of less than £1,000,000,000,000",
            },
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[£,\s]", "", value)
        return super().to_python(value)


class LineForm(EditForm):
    """All that is said of a budget line."""

    in_errors = {"spent_on": "the date to which this was spent"}
    name = forms.CharField(label="Name", max_length=200)
    code = forms.CharField(
        label="Code (optional)",
        required=False,
        max_length=40,
        help_text="Such as a cost centre",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    financial_year = forms.CharField(
        label="Financial year",
        max_length=20,
        help_text="Such as 2016-17",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    planned = PoundsField("Planned (£)", "What the plan allows for the year")
    spent = PoundsField("Spent to date (£)")
    spent_on = GovDateField(label="Spent to which day?", required=False)
    forecast = PoundsField("Forecast (£)", "What the whole year is expected to cost")
    saving = PoundsField("Saving expected (£)", "What the work is expected to save in the year")
    note = forms.CharField(
        label="Note (optional)",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    deliverables = forms.MultipleChoiceField(required=False, widget=Checkboxes(small=True))

    def __init__(
        self,
        *args: Any,
        deliverables: Sequence[Deliverable],
        noun: str,
        line: BudgetLine | None = None,
        linked: Sequence[Deliverable] = (),
        **kwargs: Any,
    ) -> None:
        shown = _shown(line, linked) if line else None
        super().__init__(*args, shown=shown, **kwargs)
        self.deliverables_by_id = {str(each.public_id): each for each in deliverables}
        ticks: Any = self.fields["deliverables"]
        ticks.label = f"{noun} that it pays for"
        ticks.choices = [
            (key, f"{each.name} (dropped)" if each.is_dropped else each.name)
            for key, each in self.deliverables_by_id.items()
        ]

    def clean_financial_year(self) -> str:
        year = financial_year_typed(self.cleaned_data["financial_year"])
        if not year:
            raise forms.ValidationError("Enter a financial year, such as 2016-17")
        return year

    @property
    def facts(self) -> LineFacts:
        said = self.said
        return LineFacts(
            **{name: said[name] for name in OWN},
            deliverables=[self.deliverables_by_id[key] for key in said["deliverables"]],
        )


def _shown(line: BudgetLine, linked: Sequence[Deliverable]) -> dict[str, Any]:
    own = {name: getattr(line, name) for name in OWN}
    return own | {"deliverables": [str(each.public_id) for each in linked]}
