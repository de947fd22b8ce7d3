"""Form for a strategy: its cover, its periods and the council's own nouns."""

from __future__ import annotations

from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import GovDateField, Radios
from core.words import plural

from ..actions.plans import Cover
from ..models import Strategy

NAMES = (
    *("title", "kind", "summary", "starts_on", "ends_on", "delivery_starts_on", "delivery_ends_on"),
    *("parent_plan", "contact_text", "contributors", "strand_noun", "deliverable_noun"),
)


class StrategyForm(EditForm):
    """What the cover of a strategy says."""

    in_errors = {"parent_plan": "the name of the larger plan"}
    title = forms.CharField(label="Title", max_length=300, help_text="As printed on the cover")
    kind = forms.ChoiceField(label="Kind of plan", choices=Strategy.Kind.choices, widget=Radios(inline=True))
    summary = forms.CharField(
        label="Summary", required=False, widget=forms.Textarea, help_text="A few sentences in your own words"
    )
    starts_on = GovDateField(label="Start of the plan", required=False)
    ends_on = GovDateField(label="End of the plan", required=False)
    delivery_starts_on = GovDateField(
        label="Start of the delivery plan",
        required=False,
        help_text="If this document plans a shorter time, such as one year of four. Otherwise leave it empty",
    )
    delivery_ends_on = GovDateField(label="End of the delivery plan", required=False)
    parent_plan = forms.CharField(
        label="Part of a larger plan",
        required=False,
        max_length=200,
        help_text="Such as Children’s Trust Plan 2016–2019, priority 4",
    )
    contact_text = forms.CharField(
        label="Contact as printed",
        required=False,
        max_length=200,
        help_text="Shown on the plan’s page. Nothing is sent there",
    )
    contributors = forms.CharField(
        label="Contributors",
        required=False,
        widget=forms.Textarea,
        help_text="Services and groups that worked on the plan, one a line",
    )
    strand_noun = forms.CharField(
        label="What the plan calls a main part",
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    deliverable_noun = forms.CharField(
        label="What the plan calls a thing to be done by a date",
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, examples in (
            ("strand_noun", "Strand, Section or Workstream"),
            ("deliverable_noun", "Deliverable, Milestone or Action"),
        ):
            typed = (
                self.data.get(name) if self.is_bound else self.get_initial_for_field(self.fields[name], name)
            )
            noun = " ".join(str(typed or "").split())
            shown = f". Several are shown as “{plural(noun)}”" if noun else ""
            self.fields[name].help_text = f"One, such as {examples}{shown}"

    def clean_strand_noun(self) -> str:
        return _noun(self.cleaned_data["strand_noun"])

    def clean_deliverable_noun(self) -> str:
        return _noun(self.cleaned_data["deliverable_noun"])

    def cover(self) -> Cover:
        return Cover(**self.said)

    @staticmethod
    def shown_of(strategy: Strategy) -> dict[str, Any]:
        return {name: getattr(strategy, name) for name in NAMES}


def _noun(typed: str) -> str:
    """The noun with a capital, as headings show it."""
    noun = " ".join(typed.split())
    return noun[:1].upper() + noun[1:]
