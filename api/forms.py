"""Forms for API keys."""

from __future__ import annotations

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import Checkboxes, Radios
from councils.permissions import Scope

from .summaries import SCOPE_WORDS

DAYS = [("30", "30 days"), ("90", "90 days"), ("365", "A year")]


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


class ConfirmForm(EditForm):
    """Nothing to type: sending it is the confirmation."""
