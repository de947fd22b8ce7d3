"""Form for one strand."""

from __future__ import annotations

from typing import Any

from django import forms

from core.ui.editing import EditForm

from ..models import Strand
from .fields import LinesField


class StrandForm(EditForm):
    code = forms.CharField(
        label="Code",
        max_length=10,
        help_text="A letter or a number, such as A or 1",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    title = forms.CharField(label="Title", max_length=300)
    aliases = LinesField(
        label="Other titles", longest=300, help_text="If chapters print another title. One a line"
    )
    long_term_plan = forms.CharField(label="Long-term plan", required=False, widget=forms.Textarea)

    def arguments(self) -> dict[str, Any]:
        """The arguments of `change_strand`."""
        return self.said | {"aliases": self.said["aliases"].splitlines()}

    @staticmethod
    def shown_of(strand: Strand) -> dict[str, Any]:
        return {
            "code": strand.code,
            "title": strand.title,
            "aliases": "\n".join(strand.aliases),
            "long_term_plan": strand.long_term_plan,
        }
