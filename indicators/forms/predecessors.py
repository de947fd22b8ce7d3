"""Form for an area that the council took over from."""

from __future__ import annotations

from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import GovDateField
from councils.geography.forms import dfe_field, ons_field

from ..models import Predecessor


class PredecessorForm(EditForm):
    """Name, codes and dates of the area."""

    name = forms.CharField(
        label="Name of the area", max_length=200, error_messages={"required": "Enter the name of the area"}
    )
    ended_on = GovDateField(
        label="Last day", help_text="Figures for periods up to this day are its figures, such as 31 3 2019"
    )
    starts_on = GovDateField(label="First day", required=False, help_text="If it is known")
    ons_code = ons_field()
    dfe_code = dfe_field()
    note = forms.CharField(
        label="Note",
        required=False,
        help_text="Such as which part of it the council took over",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @staticmethod
    def shown_of(found: Predecessor) -> dict[str, Any]:
        names = ("name", "ended_on", "starts_on", "ons_code", "dfe_code", "note")
        return {name: getattr(found, name) for name in names}
