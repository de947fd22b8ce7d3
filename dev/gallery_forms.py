"""Forms of the component page: a field of each kind, in each state."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from core.rag import Rag
from core.ui.forms import Checkboxes, GovDateField, PlainErrors, Radios

LONG = (
    "A very long label, because a council may need to ask something that takes a whole sentence to explain, "
    "and the label must also fit on the screen of a phone"
)
RATINGS = [(rag.value, rag.word) for rag in (Rag.RED, Rag.AMBER, Rag.GREEN)]
WORDS = {
    Rag.RED.value: "Will miss its date, or needs a decision",
    Rag.AMBER.value: "May miss its date",
    Rag.GREEN.value: "On course",
}


class FieldsForm(PlainErrors, forms.Form):
    """One field of each kind, without hints."""

    words = forms.CharField(label="A line of words")
    number = forms.IntegerField(
        label="A number", widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"})
    )
    text = forms.CharField(label="A text", widget=forms.Textarea)
    counted = forms.CharField(label="A text with a limit", max_length=200, widget=forms.Textarea)
    choice = forms.ChoiceField(
        label="One of many", choices=[("", "Choose"), ("a", "Answer A"), ("b", "Answer B")]
    )
    rating = forms.ChoiceField(label="One of a few", choices=RATINGS, widget=Radios())
    inline = forms.ChoiceField(
        label="One of two", choices=[("yes", "Yes"), ("no", "No")], widget=Radios(inline=True, small=True)
    )
    several = forms.MultipleChoiceField(label="Any of a few", choices=RATINGS, widget=Checkboxes(small=True))
    told = forms.BooleanField(label="Yes or no")
    due_on = GovDateField(label="A date")
    secret = forms.CharField(label="A password", widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    picture = forms.FileField(label="A file", widget=forms.FileInput())


class HintedForm(FieldsForm):
    """The same fields, each with a hint."""

    rating = forms.ChoiceField(label="One of a few", choices=RATINGS, widget=Radios(hints=WORDS))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = "What to write here, and where to find it"


class DisabledForm(FieldsForm):
    """The same fields, disabled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.disabled = True


class LongForm(PlainErrors, forms.Form):
    """Fields whose labels and answers wrap."""

    words = forms.CharField(label=LONG, help_text=LONG)
    rating = forms.ChoiceField(
        label=LONG, choices=[("a", LONG), ("b", "A" * 60)], widget=Radios(hints={"a": LONG}), help_text=LONG
    )
    choice = forms.ChoiceField(label="One of many", choices=[("a", LONG)])


class PanelForm(forms.Form):
    """Filter panel: the fields shown, and the folded groups."""

    words = forms.CharField(label="Words in titles", required=False)
    quarter = forms.ChoiceField(label="Quarter", choices=[("q1", "Q1 2016–17")])
    sort = forms.ChoiceField(label="Sort by", choices=[("plan", "Plan order")])
    rating = forms.MultipleChoiceField(label="Stated RAG", choices=RATINGS, widget=Checkboxes(small=True))
    silent = forms.BooleanField(label="No update this quarter", required=False)
    lead = forms.ChoiceField(label="Lead", choices=[("", "Anyone")], required=False)

    ticks_legend = "Only show"

    @property
    def in_sight(self) -> list[BoundField]:
        return [self[name] for name in ("words", "quarter", "sort")]

    @property
    def boxes(self) -> list[BoundField]:
        return [self["rating"]]

    @property
    def ticks(self) -> list[BoundField]:
        return [self["silent"]]

    @property
    def folded(self) -> list[BoundField]:
        return [self["lead"]]
