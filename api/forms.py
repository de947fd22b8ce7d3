"""Forms for API keys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from core.ui.date_field import GovDateField
from core.ui.editing import EditForm
from core.ui.forms import Checkboxes, Radios
from councils.permissions import Scope

from .actions import OVERLAP_DAYS
from .summaries import SCOPE_WORDS

DAYS = [("30", "30 days"), ("90", "90 days"), ("365", "A year")]


class NetworksField(forms.CharField):
    """Networks, one a line. The action says which is not right."""

    def __init__(self) -> None:
        super().__init__(
            label="Networks that it may call from (optional)",
            required=False,
            max_length=2_000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="One a line, such as 203.0.113.0/24. Leave it empty to let it call from anywhere.",
        )

    def clean(self, value: Any) -> list[str]:
        return str(super().clean(value)).splitlines()


class KeyForm(EditForm):
    """A new key."""

    name = forms.CharField(
        label="Name", max_length=100, help_text="The system that will use the key, such as Data warehouse"
    )
    scopes = forms.MultipleChoiceField(
        label="What the key may do",
        choices=[(scope.value, SCOPE_WORDS[scope]) for scope in Scope],
        widget=Checkboxes(),
        error_messages={"required": "Select what the key may do"},
    )
    days = forms.TypedChoiceField(
        label="Expires after",
        choices=DAYS,
        coerce=int,
        widget=Radios(),
        error_messages={"required": "Select when the key expires"},
    )
    networks = NetworksField()


class RotateForm(EditForm):
    """A new secret, and the last day of the old one. `today` is for the example."""

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        super().__init__(data)
        last_day = self.fields["old_until"]
        assert isinstance(last_day, GovDateField)
        last_day.show_example(today + timedelta(days=7))

    old_until = GovDateField(
        label="Last day of the old key (optional)",
        required=False,
        help_text=f"At most {OVERLAP_DAYS} days from now. Both keys work until then. Leave it empty to stop the old "
        "key at once.",
    )


class NetworksForm(EditForm):
    """From where a key may call."""

    networks = NetworksField()


class ConfirmForm(EditForm):
    """Nothing to type: sending it is the confirmation."""
