"""Form to copy a plan: its new title and period, and what goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import Checkboxes, GovDateField

from ..copying import CopyStep, left_behind
from ..models import Strand, Strategy


class CopyForm(EditForm):
    title = forms.CharField(label="Title of the new plan", max_length=300)
    starts_on = GovDateField(label="Start of the plan", required=False)
    ends_on = GovDateField(label="End of the plan", required=False)
    strands = forms.MultipleChoiceField(required=False, widget=Checkboxes(small=True))
    parts = forms.MultipleChoiceField(
        label="What goes on with them",
        required=False,
        widget=Checkboxes(small=True),
    )

    def __init__(
        self,
        *args: Any,
        strategy: Strategy,
        strands: Sequence[Strand],
        steps: Sequence[CopyStep],
        **kwargs: Any,
    ) -> None:
        initial = {
            "strands": [str(each.public_id) for each in strands],
            "parts": [step.name for step in steps if step.ticked],
        }
        super().__init__(*args, initial=initial, **kwargs)
        offered: Any = self.fields["strands"]
        offered.label = f"Which {strategy.strand_noun.lower()} goes on?"
        offered.choices = [(str(each.public_id), str(each)) for each in strands]
        parts: Any = self.fields["parts"]
        parts.help_text = f"{left_behind()} stay with the old plan"
        parts.choices = [(step.name, step.label_for(strategy)) for step in steps]

    def clean_strands(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data["strands"]]
