"""Form for a step of a pack's review."""

from __future__ import annotations

from django import forms

from core.ui.editing import EditForm


class NoteForm(EditForm):
    """What to tell those who read the review."""

    note = forms.CharField(
        label="Note",
        help_text="People who can see this pack before its release read it. It is not printed.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
