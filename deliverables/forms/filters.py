"""What to look for in the list of deliverables."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from strategies.models import ReportingPeriod

from ..search import FoundInStrand
from .update import RAG_CHOICES, shown


class FilterForm(forms.Form):
    """What to look for in the list of deliverables, and as of which quarter."""

    quarter = forms.CharField(label="Quarter", required=False, widget=forms.Select())
    strand = forms.CharField(label="Strand", required=False, widget=forms.Select())
    rag = forms.ChoiceField(
        label="Stated rating",
        required=False,
        choices=[("", "Any"), *RAG_CHOICES],
        error_messages={"invalid_choice": "There is no rating %(value)s. Select one from the list"},
    )
    lead = forms.CharField(label="Lead (initials or name)", required=False, max_length=100)
    q = forms.CharField(label="Words in the title", required=False, max_length=100)

    def chips(self) -> list[tuple[str, str]]:
        """The filters in force, as (name of the parameter, words)."""
        asked = {name: value for name, value in self.cleaned_data.items() if value and name != "quarter"}
        words = {"rag": "Stated", "strand": self["strand"].label, "lead": "Lead", "q": "Words"}
        return [(name, f"{words[name]}: {shown(value)}") for name, value in asked.items()]

    def offer(
        self, *, periods: Iterable[ReportingPeriod], strands: Iterable[FoundInStrand], part: str
    ) -> None:
        """Fill the lists to choose from."""
        quarters = [(period.label, period.quarter.short_words) for period in periods]
        self.fields["quarter"].widget.choices = quarters
        named = [(strand.code, f"{strand.code}: {strand.title}") for strand in strands]
        self["strand"].label = part  # the bound field has taken its label from the field by now
        self.fields["strand"].widget.choices = [("", "All"), *named]
