"""Forms to change the lead, due dates or RAG of several deliverables at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxLengthValidator

from core.periods import Quarter
from core.ui.editing import RefusableForm
from core.ui.forms import Checkboxes, GovDateField, Radios
from councils.models import Person, Post
from strategies.models import Strategy

from ..models import DuePoint
from ..rules.due_dates import Move
from ..summaries import part_words
from .update import UpdateForm

REASON_LIMIT = 1000
MOST_MONTHS = 60


def reason_field(label: str, *, required: str = "", **kwargs: Any) -> forms.CharField:
    """A text field for a reason. It is required if `required` has an error message.

    The limit is high, so the page shows no character count.
    """
    too_long = {"max_length": "Reason must be %(limit_value)d characters or fewer"}
    return forms.CharField(
        label=label,
        required=bool(required),
        error_messages=too_long | ({"required": required} if required else {}),
        validators=[MaxLengthValidator(REASON_LIMIT)],
        widget=forms.Textarea(attrs={"rows": 2}),
        **kwargs,
    )


class NoChangeForm(RefusableForm):
    """Form to record "no change", with nothing to type."""


class LeadForm(RefusableForm):
    """Form to change the lead."""

    lead = forms.ChoiceField(
        label="Who is the new lead?",
        help_text="This replaces the current lead. Joint leads and “reporting to” do not change.",
        error_messages={"required": "Select a lead", "invalid_choice": "Select a lead from the list"},
    )
    reason = reason_field("Reason (optional)")

    def __init__(self, *args: Any, people: Iterable[Person], posts: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holders: list[Person | Post] = [*people, *posts]
        self.holders = {str(each.public_id): each for each in holders}
        groups = {
            words: [(key, str(each)) for key, each in self.holders.items() if isinstance(each, kind)]
            for words, kind in (("People", Person), ("Posts", Post))
        }
        field: Any = self.fields["lead"]
        field.choices = [("", "Select"), *((words, each) for words, each in groups.items() if each)]

    @property
    def holder(self) -> Person | Post:
        return self.holders[self.cleaned_data["lead"]]


class DueForm(RefusableForm):
    """Form to move due dates, with a reason."""

    in_errors = {"months": "the number of months"}
    parts = forms.MultipleChoiceField(
        label="Which parts are you moving?",
        widget=Checkboxes(small=True),
        error_messages={
            "required": "Select the parts you are moving",
            "invalid_choice": "One of these parts is now done. Select from the list",
        },
    )
    how = forms.ChoiceField(
        label="What is the new due date?",
        help_text="Parts that are done keep their date.",
        choices=[("to", "On a date"), ("months", "A number of months later")],
        widget=Radios(),
        error_messages={"required": "Select how to set the new due date"},
    )
    to = GovDateField(
        label="New due date",
        help_text="The last day of a month is shown as the month only.",
        required=False,
    )
    months = forms.IntegerField(
        label="How many months later?",
        min_value=1,
        max_value=MOST_MONTHS,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
        error_messages={
            "invalid": "Number of months must be a whole number",
            "min_value": "Number of months must be %(limit_value)s or more",
            "max_value": "Number of months must be %(limit_value)s or less",
        },
    )
    reason = reason_field(
        "Why is the date changing?",
        help_text="Boards will see this reason.",
        required="Enter the reason for the new date",
    )

    def __init__(self, *args: Any, parts: Sequence[DuePoint], today: date, **kwargs: Any) -> None:
        """`parts` are the open due points to choose from. Empty if there is no choice."""
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.show_example(Quarter.of(today).next.ends_on)
        if parts:
            field: Any = self.fields["parts"]
            field.choices = [(str(each.public_id), part_words(each)) for each in parts]
            field.initial = [str(each.public_id) for each in parts]
        else:
            del self.fields["parts"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        how = typed.get("how")
        if how == "to" and typed.get("to") is None and "to" not in self.errors:
            self.add_error("to", "Enter the new due date")
        if how == "months" and typed.get("months") is None and "months" not in self.errors:
            self.add_error("months", "Enter the number of months")
        return typed

    @property
    def move(self) -> Move:
        typed = self.cleaned_data
        return Move(to=typed["to"]) if typed["how"] == "to" else Move(months=typed["months"])

    @property
    def only(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data.get("parts", [])]


class RatingForm(UpdateForm):
    """Form to record the same update on several deliverables."""

    LEFT_OUT = ("done_points", "version", "next")

    def __init__(self, *args: Any, strategies: Iterable[Strategy], **kwargs: Any) -> None:
        """Validate against the strategy that ends last. The action checks the others, and names them in its errors."""
        longest = max(strategies, key=lambda each: each.ends_on or date.max)
        super().__init__(*args, strategy=longest, due_points=(), **kwargs)
        for name in self.LEFT_OUT:
            del self.fields[name]

    def said(self) -> dict[str, Any]:
        """Cleaned data as the action's arguments."""
        names = ("rag", "narrative", "reason", "path_to_green", "forecast_on")
        return {name: self.cleaned_data[name] for name in names} | {"period": self.cleaned_data["quarter"]}
