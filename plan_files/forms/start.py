"""Form that starts an import: which plan, and the file or the pasted text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from core.ui.editing import RefusableForm
from core.ui.forms import GovDateField, Radios
from file_reading.limits import FILE_BYTES
from strategies.actions.plans import Cover
from strategies.models import Strategy

from ..models import PlanImport
from ..models.plan_import import DAYS

NEW = "new"
"""A plan that is not there yet. No plan has this name in its address."""

MAX_BYTES = FILE_BYTES
LONGEST_TEXT = 1_000_000
NEW_PLAN = ("title", "kind", "strand_noun", "deliverable_noun", "starts_on", "ends_on")


class StartForm(RefusableForm):
    """The plan that the file goes into, or the cover of a new one, and a file or text."""

    in_errors = {"plan": "which plan it is for"}
    plan = forms.ChoiceField(label="Which plan is it for?", widget=Radios())
    title = forms.CharField(
        label="Title of the plan", required=False, max_length=300, help_text="As printed on its cover"
    )
    kind = forms.ChoiceField(
        label="Kind of plan",
        required=False,
        choices=Strategy.Kind.choices,
        initial=Strategy.Kind.ACTION_PLAN,
        widget=Radios(inline=True),
    )
    strand_noun = forms.CharField(
        label="What the plan calls a main part",
        required=False,
        max_length=30,
        initial="Section",
        help_text="Such as Section, Strand or Workstream",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    deliverable_noun = forms.CharField(
        label="What the plan calls a thing to be done by a date",
        required=False,
        max_length=30,
        initial="Milestone",
        help_text="Such as Milestone, Action or Deliverable",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    starts_on = GovDateField(
        label="First day of the plan (optional)",
        required=False,
        help_text="Dates outside the plan are then pointed out",
    )
    ends_on = GovDateField(label="Last day of the plan (optional)", required=False)
    file = forms.FileField(
        label="Upload a file",
        required=False,
        help_text="Word (.docx), Excel (.xlsx), CSV or text (.txt), up to 20 MB",
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.csv,.txt"}),
        error_messages={"empty": "The file is empty. Choose another one"},
    )
    pasted = forms.CharField(
        label="Or paste the text",
        required=False,
        help_text="Copy the tables in Word, Excel or a PDF, with their headings. Markdown tables work too. "
        "Up to 1,000,000 characters. Save a longer text as a .txt file, and upload that",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, plans: Iterable[Strategy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {each.slug: each for each in plans}
        field: Any = self.fields["plan"]
        field.choices = [
            *((slug, each.title) for slug, each in self.plans.items()),
            (NEW, "A new plan"),
        ]
        if not self.plans:
            field.initial = NEW

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"The file has {file.size / 1024 / 1024:.0f} MB. It may have up to {MAX_BYTES // 1024 // 1024} MB. "
                "Remove its pictures, or copy the tables and paste them"
            )
        return file

    def clean_pasted(self) -> str:
        text: str = self.cleaned_data["pasted"]
        if len(text) > LONGEST_TEXT:
            raise forms.ValidationError(
                f"The text has {len(text):,} characters. It may have up to {LONGEST_TEXT:,}. "
                "Save it as a .txt file, and upload that"
            )
        return text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("plan") == NEW:
            for name, words in (
                ("title", "Enter the title of the plan"),
                ("kind", "Select the kind of plan"),
                ("strand_noun", "Enter one word, such as Section"),
                ("deliverable_noun", "Enter one word, such as Milestone"),
            ):
                if name not in self.errors and not str(cleaned.get(name, "")).strip():
                    self.add_error(name, words)
        file, text = cleaned.get("file"), cleaned.get("pasted", "").strip()
        if not {"file", "pasted"} & self.errors.keys():
            if file and text:
                self.add_error("file", "Upload a file or paste text, not both. The text is below")
            elif not file and not text:
                self.add_error("file", "Choose a file, or paste the text of the plan")
        return cleaned

    @property
    def strategy(self) -> Strategy | None:
        """The plan that was chosen, None for a new one."""
        return self.plans.get(self.cleaned_data["plan"])

    @property
    def cover(self) -> Cover | None:
        """Cover of a new plan, None if the plan is there already."""
        if self.cleaned_data["plan"] != NEW:
            return None
        return Cover(**{name: _value(name, self.cleaned_data[name]) for name in NEW_PLAN})


def sent_again(failed: PlanImport) -> dict[str, str]:
    """What the form of an import had in its fields, but for the file, which a browser cannot be given."""
    plan = failed.strategy.slug if failed.strategy else NEW
    sent = {"plan": plan, **{name: str(value) for name, value in failed.new_plan.items()}}
    for name in DAYS:
        if day := sent.pop(name, ""):
            year, month, number = day.split("-")
            sent |= {f"{name}_day": number, f"{name}_month": month, f"{name}_year": year}
    return sent


def _value(name: str, value: Any) -> Any:
    """Nouns have a capital, as headings show them."""
    if name.endswith("_noun"):
        noun = " ".join(value.split())
        return noun[:1].upper() + noun[1:]
    return value
