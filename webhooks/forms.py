"""Forms for webhooks."""

from __future__ import annotations

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import Checkboxes

from .summaries import OFFERED


class EndpointForm(EditForm):
    """A new webhook, or a change of one."""

    name = forms.CharField(
        label="Name", max_length=100, help_text="The system that is told, such as Data warehouse"
    )
    address = forms.CharField(
        label="Address",
        max_length=500,
        help_text="Where it receives messages. It begins with https:// and leads to a public server.",
    )
    types = forms.MultipleChoiceField(
        label="What it is told about",
        help_text="Select none to tell it of every change.",
        choices=[(each, each.replace("_", " ").capitalize()) for each in OFFERED],
        widget=Checkboxes(small=True),
        required=False,
    )


class ConfirmForm(EditForm):
    """Nothing to type: sending it is the confirmation."""
