"""Forms of the workbook: the upload, and the reason for what changes."""

from __future__ import annotations

from typing import Any

from django import forms

from core.ui.editing import RefusableForm

MOST_MB = 10


class WorkbookForm(RefusableForm):
    """A workbook that comes back."""

    file = forms.FileField(
        label="Workbook",
        help_text=f"An Excel workbook (.xlsx), up to {MOST_MB} MB",
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
        error_messages={"required": "Choose the workbook", "empty": "The file is empty. Choose another one"},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_MB * 1024 * 1024:
            raise forms.ValidationError(
                f"The file has {file.size / 1024 / 1024:.0f} MB. It may have up to {MOST_MB} MB. Delete what is not "
                "part of the plan, and save it again"
            )
        return file


class ImportForm(RefusableForm):
    """The reason for what changes, and the changes that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="Reason for the changes",
        required=False,
        max_length=500,
        help_text="Boards see it beside each date that moves",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_reason = needs_reason
        if not needs_reason:
            del self.fields["reason"]

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if self.needs_reason and not reason:
            raise forms.ValidationError("Enter the reason. Dates that stood or the order of the plan change")
        return reason
