"""Forms for what became of an entry, for the answer to an escalation, and for a correction."""

from __future__ import annotations

from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import GovDateField, Radios
from returns.forms.who import Who

from ..models import Entry
from ..rules import Kind, State, may_follow

LABELS = {
    State.DONE: "Done",
    State.ANSWERED: "Answered",
    State.NO_LONGER_NEEDED: "No longer needed",
    State.OPEN: "Open again",
}


def _words(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class StepForm(EditForm):
    """The next state of an entry."""

    to = forms.ChoiceField(
        label="What became of it",
        widget=Radios(inline=True),
        error_messages={"required": "Select what became of it"},
    )
    words = _words("In words", "What was done, the answer, or the reason")
    taken_on = GovDateField(label="On")
    by = forms.ChoiceField(label="By", required=False, help_text="Who did or answered it")

    in_errors = {"words": "what was done, the answer or the reason", "taken_on": "the date"}

    def __init__(self, *args: Any, entry: Entry, who: Who, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who = who
        to: Any = self.fields["to"]
        to.choices = [(each.value, LABELS[each]) for each in may_follow(Kind(entry.kind), State(entry.state))]
        by: Any = self.fields["by"]
        by.choices = who.choices("Not stated")

    @property
    def step(self) -> dict[str, Any]:
        """What `move_entry` takes."""
        said = self.cleaned_data
        return {
            "to": said["to"],
            "words": said["words"],
            "taken_on": said["taken_on"],
            "who": self.who.get(said["by"]),
        }


class AnswerForm(EditForm):
    """What a board decides on an escalation that came up to it."""

    to = forms.ChoiceField(
        label="What did the board decide?",
        choices=[(State.TAKEN.value, "Take it"), (State.SENT_BACK.value, "Send it back")],
        widget=Radios(inline=True),
        error_messages={"required": "Select what the board decided"},
    )
    words = _words("Decision in words", "The board that escalated it reads these words")

    in_errors = {"words": "the decision"}


class CorrectionForm(EditForm):
    """A correction of confirmed minutes."""

    words = _words("Correction", "It is shown next to the words as they were confirmed")
