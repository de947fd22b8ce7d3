"""Form to change a council's name, colour and logo."""

from __future__ import annotations

from django import forms

from core.ui.forms import PlainErrors

from .colours import ColourRefused, accent_colour
from .logo import LogoRefused, logo_png


class BrandingForm(PlainErrors, forms.Form):
    """Name, colour and logo at the top of the council's pages."""

    name = forms.CharField(label="Name", max_length=200, help_text="Shown at the top of every page and pack")
    accent = forms.CharField(
        label="Colour",
        required=False,
        max_length=20,
        help_text="Use # and 6 digits or letters, such as #0b6141. It must be dark enough for white text. "
        "Leave it empty to use the standard colour",
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-5", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    logo = forms.FileField(
        label="Logo",
        required=False,
        help_text="A PNG or JPEG, up to 200 kB and 2,000 pixels wide or high. Leave it empty to keep the current logo",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={"empty": "The file is empty. Choose another PNG or JPEG"},
    )
    remove_logo = forms.BooleanField(label="Remove the logo", required=False)

    def __init__(self, *args: object, has_logo: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not has_logo:
            del self.fields["remove_logo"]

    def clean_accent(self) -> str:
        try:
            return accent_colour(self.cleaned_data["accent"])
        except ColourRefused as refused:
            raise forms.ValidationError(str(refused)) from None

    def clean_logo(self) -> bytes | None:
        upload = self.cleaned_data["logo"]
        if not upload:
            return None
        try:
            return logo_png(upload, upload.size)
        except LogoRefused as refused:
            raise forms.ValidationError(str(refused)) from None
