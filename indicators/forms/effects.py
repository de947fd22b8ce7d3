"""Forms for the effect that a deliverable is meant to have on an indicator."""

from __future__ import annotations

from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import GovDateField, Radios
from councils.tenancy import own_noun
from deliverables.models import Deliverable

from ..models import ExpectedEffect, Indicator
from ..rules.trajectory import Confidence
from .values import figure_field, plain


class EffectForm(EditForm):
    """Direction, size and horizon of an effect, how sure people are of it, and on what evidence."""

    in_errors = {"horizon_on": "the day from which it counts", "evidence": "the evidence"}
    direction = forms.ChoiceField(
        label="Direction",
        choices=ExpectedEffect.Direction.choices,
        widget=Radios,
        help_text="Which way the figure should move",
    )
    size = figure_field(
        "By how much",
        "In the indicator’s unit, percentage points for a percentage. Leave it empty if nobody says",
    )
    horizon_on = GovDateField(
        label="By when", required=False, help_text="The day from which the whole effect counts"
    )
    confidence = forms.ChoiceField(
        label="How sure are you of the size?",
        required=False,
        choices=[("", "Not stated"), *Confidence.choices()],
    )
    evidence = forms.CharField(
        label="On what evidence?",
        required=False,
        max_length=500,
        help_text="Such as a pilot, another council’s figures or research",
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    @staticmethod
    def shown_of(effect: ExpectedEffect) -> dict[str, Any]:
        names = ("direction", "size", "horizon_on", "confidence", "evidence", "note")
        return {name: plain(getattr(effect, name)) for name in names}


class _PickForm(EffectForm):
    """Base of forms that pick the other side of an effect."""

    def pick(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]
        self.order_fields([name])


class EffectOnIndicatorForm(_PickForm):
    """An effect on an indicator, from a deliverable to pick."""

    deliverable = forms.ChoiceField(label="Deliverable")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Deliverable.objects.select_related("strand", "strategy").order_by(
            "strategy__position", "strand__position", "position", "id"
        )
        self.found = {str(row.public_id): row for row in rows}
        self.fields["deliverable"].label = own_noun("Deliverable")
        self.pick("deliverable", [(key, row.name) for key, row in self.found.items()])


class EffectOfDeliverableForm(_PickForm):
    """An effect of a deliverable, on an indicator to pick."""

    indicator = forms.ChoiceField(label="Indicator")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Indicator.objects.exclude(kind=Indicator.Kind.HEADING).in_table_order().with_parents()
        self.found = {str(row.public_id): row for row in rows}
        self.pick("indicator", [(key, row.full_name) for key, row in self.found.items()])
