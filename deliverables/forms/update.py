"""Form to update the progress of a deliverable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from core.periods import Quarter, words_for_date
from core.rag import Rag
from core.ui.forms import Checkboxes, GovDateField, PlainErrors, Radios
from strategies.models import ReportingPeriod, Strategy

from ..models import DuePoint, ProgressUpdate, ProposedUpdate
from ..rules import check_update
from ..summaries import part_words

WORDS_LIMIT = 4000
DRAFT = "draft"
"""Value of `step` that keeps an update as a draft instead of sending it."""
UNUSUAL_ERRORS = ("required", "invalid")
REOPEN = "This form has expired. Open it again from its page"
RAG_CHOICES = Rag.choices()
RAG_HINTS = {
    "red": "Has missed or will miss its date",
    "amber": "At risk of missing its date",
    "green": "On track",
    "complete": "All parts are done",
    "not_rated": "No rating yet",
}


def _words(label: str, hint: str, *, name: str) -> forms.CharField:
    """A text field, called `name` in errors. The limit is high, so the page shows no character count."""
    return forms.CharField(
        label=label,
        error_messages={"max_length": f"{name} must be %(limit_value)d characters or fewer"},
        help_text=hint,
        required=False,
        validators=[MaxLengthValidator(WORDS_LIMIT)],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class UpdateForm(PlainErrors, forms.Form):
    """An update on a deliverable for a quarter. It shows all errors at once. The action validates again."""

    rag = forms.ChoiceField(
        label="What is the RAG rating?",
        choices=RAG_CHOICES,
        widget=Radios(hints=RAG_HINTS, small=True),
        error_messages={"required": "Select a RAG rating"},
    )
    narrative = _words("What has happened?", "One sentence that a parent would understand.", name="Update")
    reason = _words("Why is it red or amber?", "Only for red and amber.", name="Reason")
    path_to_green = _words(
        "Path to green", "Only for red and amber. Say who will do what, and by when.", name="Path to green"
    )
    forecast_on = GovDateField(
        label="Forecast date",
        help_text="When you now expect it to be done. Required for red and amber.",
        required=False,
    )
    done_points = forms.MultipleChoiceField(
        label="Which parts are now done?",
        required=False,
        widget=Checkboxes(small=True),
        error_messages={"invalid_choice": "%(value)s is not one of its parts. Select from the list"},
    )
    quarter = forms.CharField(
        label="Which quarter is this for?",
        widget=forms.Select(),
        error_messages={"required": "Select the quarter that this update is for"},
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput(), error_messages=dict.fromkeys(UNUSUAL_ERRORS, REOPEN)
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        *args: Any,
        strategy: Strategy,
        periods: Sequence[ReportingPeriod],
        due_points: Iterable[DuePoint],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.strategy = strategy
        self.periods = {period.label: period for period in periods}
        still_open = [period for period in periods if period.closed_at is None]
        self.can_speak = bool(still_open)
        if label := self.initial.get("quarter"):
            forecast: Any = self.fields["forecast_on"]
            forecast.show_example(Quarter.parse(label).next.ends_on)
        self.fields["quarter"].widget.choices = [(each.label, each.quarter.words) for each in still_open]
        self._offer_parts(list(due_points))

    def _offer_parts(self, points: list[DuePoint]) -> None:
        """Show open parts. A part that someone else has marked as done since then is still accepted."""
        field: Any = self.fields["done_points"]
        field.choices = [(str(point.public_id), part_words(point)) for point in points]
        still_open = [(str(point.public_id), part_words(point)) for point in points if point.done_on is None]
        if still_open:
            field.widget.choices = still_open
        else:
            field.widget = forms.MultipleHiddenInput()

    @property
    def is_draft(self) -> bool:
        """Whether it is to be kept, unfinished perhaps, and not yet sent for approval."""
        return self.data.get("step") == DRAFT

    def clean_quarter(self) -> ReportingPeriod:
        """Return the period with this label. The action checks whether it is open."""
        label = self.cleaned_data["quarter"]
        if label not in self.periods:
            raise ValidationError(f"Quarter {label} not found. Choose one from the list")
        return self.periods[label]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if "rag" in typed and "quarter" in typed and not self.is_draft:
            problems = check_update(
                rag=Rag(typed["rag"]),
                reason=typed.get("reason", ""),
                path_to_green=typed.get("path_to_green", ""),
                forecast_on=typed.get("forecast_on"),
                quarter=typed["quarter"].quarter,
                strategy_ends_on=self.strategy.ends_on,
            )
            self.refuse({name: problem for name, problem in problems.items() if name not in self.errors})
        return typed

    def said(self) -> dict[str, Any]:
        """Cleaned data as the action's arguments."""
        arguments = {
            name: self.cleaned_data[name] for name in ("rag", "narrative", "reason", "path_to_green")
        }
        return arguments | {
            "period": self.cleaned_data["quarter"],
            "forecast_on": self.cleaned_data["forecast_on"],
            "done_points": self.cleaned_data.get("done_points", []),
            "expected_version": self.cleaned_data["version"],
            "draft": self.is_draft,
        }

    def beside(self, stored: ProgressUpdate | ProposedUpdate | None) -> list[tuple[str, object, object]]:
        """Rows of label, stored value and typed value, to compare an update with the stored one."""
        typed = self.cleaned_data
        names = ("rag", "narrative", "reason", "path_to_green", "forecast_on")
        rows = [(str(self[name].label), getattr(stored, name, ""), typed[name]) for name in names]
        return [(label, shown(old), shown(new)) for label, old, new in rows]

    def refuse(self, problems: dict[str, str]) -> None:
        """Show the action's refusals at their fields."""
        for name, problem in problems.items():
            field = "quarter" if name == "period" else name
            self.add_error(field if field in self.fields else None, problem)


def shown(value: Any) -> str:
    """A value in words: a RAG rating, a date, or text as it is."""
    if isinstance(value, date):
        return words_for_date(value)
    return Rag(value).word if value in list(Rag) else str(value or "")


def said_already(proposal: ProposedUpdate) -> dict[str, Any]:
    """Initial values of the form that changes a proposed update."""
    names = ("rag", "narrative", "reason", "path_to_green", "forecast_on")
    points = [str(point) for point in proposal.done_points]
    return {name: getattr(proposal, name) for name in names} | {
        "done_points": points,
        "quarter": proposal.period.label,
    }
