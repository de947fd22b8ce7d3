"""Rows of the scale and of the criteria."""

from __future__ import annotations

from django import forms

from core.ui.edit_rows import RowForm

from ..actions import CriterionRow, LevelRow


class LevelForm(RowForm):
    """A word of the scale."""

    word = forms.CharField(label="Words", max_length=60)

    def row(self) -> LevelRow:
        return LevelRow(self.key, self.cleaned_data["word"])


class CriterionForm(RowForm):
    """A criterion: what it is called, and what is asked for."""

    criterion = forms.CharField(label="Criterion", max_length=200)
    text = forms.CharField(
        label="What is asked for", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def row(self) -> CriterionRow:
        return CriterionRow(self.key, self.cleaned_data["criterion"], self.cleaned_data["text"])
