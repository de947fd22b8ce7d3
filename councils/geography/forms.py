"""Form for a council's area codes."""

from __future__ import annotations

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import GovDateField

from .codes import REGIONS, Codes

SHORT = {"class": "govuk-input--width-10", "spellcheck": "false", "autocomplete": "off"}


class CodesForm(EditForm):
    """The codes that are in use now."""

    ons = forms.CharField(
        label="ONS code",
        required=False,
        max_length=12,
        help_text="E and 8 digits, such as E06000044",
        widget=forms.TextInput(attrs=SHORT),
    )
    dfe = forms.CharField(
        label="Department for Education number",
        required=False,
        max_length=3,
        help_text="3 digits, such as 851",
        widget=forms.TextInput(attrs={**SHORT, "class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    region = forms.ChoiceField(
        label="Region",
        required=False,
        choices=[("", "Not said"), *sorted(REGIONS.items(), key=lambda r: r[1])],
    )
    since = GovDateField(
        label="First day of the new codes",
        required=False,
        help_text="Only if a code has changed because councils were reorganised. The earlier one is then kept for "
        "older figures. Leave it empty to correct a code",
    )

    @staticmethod
    def shown_of(codes: Codes) -> dict[str, str]:
        return {"ons": codes.ons, "dfe": codes.dfe, "region": codes.region}
