"""Forms to add, change and find evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import GovDateField

from ..models import Evidence
from ..rules import MAX_MB, address_problem
from ..rules.addresses import MAX_ADDRESS
from ..rules.file_types import ENDINGS, MAX_BYTES

ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)


def _title() -> forms.CharField:
    return forms.CharField(
        label="Title", max_length=200, help_text="Such as Minutes of the SEND Board, or Survey of parents"
    )


def _shows() -> forms.CharField:
    return forms.CharField(
        label="What it shows (optional)",
        required=False,
        max_length=2000,
        help_text="In a sentence or two. Do not name children or their families",
        widget=forms.Textarea(attrs={"rows": "4"}),
    )


def _of_on() -> GovDateField:
    return GovDateField(
        label="Date that it is of",
        help_text="The day of the meeting, survey or report, not the day on which you add it",
    )


def _address() -> forms.CharField:
    return forms.CharField(
        label="Address of a page",
        required=False,
        max_length=MAX_ADDRESS,
        help_text="Begins with https://. People who open it must be able to read it",
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off", "inputmode": "url"}),
    )


class AddEvidenceForm(EditForm):
    """New evidence: a file or an address."""

    in_errors = {"of_on": "the date that it is of"}
    title = _title()
    shows = _shows()
    of_on = _of_on()
    file = forms.FileField(
        label="File",
        required=False,
        help_text=(
            f"PDF, Word, Excel, PNG, JPEG, CSV or text, up to {MAX_MB} MB. Remove the names of children and "
            "families first: every member of the council can open it"
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": "The file is empty. Choose another one"},
    )
    address = _address()
    field_order = ("title", "shows", "of_on", "file", "address")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_of_on(self) -> date:
        return _not_later(self.cleaned_data["of_on"], self.today)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"The file has {file.size / 1024 / 1024:.0f} MB. It may have up to {MAX_MB} MB. "
                "Make it smaller, or give its address"
            )
        return file

    def clean_address(self) -> str:
        return _checked(self.cleaned_data["address"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"file", "address"} & self.errors.keys():
            if cleaned.get("file") and cleaned.get("address"):
                self.add_error("file", "Choose a file or enter an address, and not both")
            elif not cleaned.get("file") and not cleaned.get("address"):
                self.add_error("file", "Choose a file, or enter the address of a page")
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        file = said.pop("file")
        return said | ({"file_name": file.name, "content": file.read()} if file else {})


class ChangeEvidenceForm(EditForm):
    """What is said about evidence. A file stays as it is."""

    title = _title()
    shows = _shows()
    of_on = _of_on()
    address = _address()

    def __init__(self, *args: Any, evidence: Evidence, today: date, **kwargs: Any) -> None:
        names = ("title", "shows", "of_on", *(() if evidence.is_file else ("address",)))
        super().__init__(*args, shown={name: getattr(evidence, name) for name in names}, **kwargs)
        self.today = today
        if evidence.is_file:
            del self.fields["address"]
        else:
            self.fields["address"].required = True

    def clean_of_on(self) -> date:
        return _not_later(self.cleaned_data["of_on"], self.today)

    def clean_address(self) -> str:
        return _checked(self.cleaned_data["address"])


def _not_later(day: date, today: date) -> date:
    if day > today:
        raise forms.ValidationError("Enter a date that is not after today")
    return day


def _checked(address: str) -> str:
    if address and (problem := address_problem(address)):
        raise forms.ValidationError(problem)
    return address


class EvidenceFilterForm(forms.Form):
    """Which evidence is listed."""

    q = forms.CharField(label="Title or words", required=False, max_length=100)
    linked = forms.ChoiceField(label="Linked to", required=False)

    def __init__(self, *args: Any, noun: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["linked"]
        field.choices = [
            ("", "Anything"),
            ("deliverable", noun),
            ("indicator", "Indicator"),
            ("area", "Inspection area"),
            ("nothing", "Nothing yet"),
        ]

    @property
    def in_sight(self) -> list[Any]:
        return list(self)
