"""Form for a council's area codes, and the fields that every form with codes of an area uses."""

from __future__ import annotations

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import GovDateField

from ..models import AreaCode
from .codes import REGIONS, Codes

SHORT = {"class": "govuk-input--width-10", "spellcheck": "false", "autocomplete": "off"}


def ons_field() -> forms.CharField:
    return forms.CharField(
        label=AreaCode.Scheme.ONS.label,
        required=False,
        max_length=9,
        help_text="E and 8 digits, such as E06000044",
        widget=forms.TextInput(attrs=SHORT),
    )


def dfe_field() -> forms.CharField:
    return forms.CharField(
        label=AreaCode.Scheme.DFE.label,
        required=False,
        max_length=3,
        help_text="3 digits, such as 851. DfE is the Department for Education",
        widget=forms.TextInput(attrs={**SHORT, "class": "govuk-input--width-3", "inputmode": "numeric"}),
    )


class CodesForm(EditForm):
    """The codes that are in use now."""

    ons = ons_field()
    dfe = dfe_field()
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
