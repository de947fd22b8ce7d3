"""The form of an entry in the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from boards.models import Board
from core.ui.editing import EditForm
from core.ui.forms import GovDateField, Radios
from returns.forms.who import Who, key_of

from ..actions import EntrySaid
from ..models import Entry
from ..rules import Kind
from .items import Items, item_key


class EntryForm(EditForm):
    """A decision, challenge, action or escalation. `above` are the boards to which it can be escalated."""

    kind = forms.ChoiceField(
        label="What to record",
        choices=Kind.choices(),
        widget=Radios(inline=True),
        error_messages={"required": "Select what to record"},
    )
    words = forms.CharField(
        label="In words",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": "Enter what to record"},
    )
    about = forms.ChoiceField(label="About", required=False)
    raised_by = forms.ChoiceField(label="Raised by", required=False, help_text="Who made the challenge")
    owner = forms.ChoiceField(
        label="Owner",
        required=False,
        help_text="Who carries it out, or is asked to answer the challenge",
    )
    due_on = GovDateField(label="Due on", required=False)
    to_board = forms.ChoiceField(label="Escalate to", required=False)

    in_errors = {"words": "what to record", "due_on": "the date it is due", "to_board": "the board above"}

    def __init__(self, *args: Any, who: Who, items: Items, above: Sequence[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who, self.items = who, items
        self.above = {str(each.public_id): each for each in above}
        choices: dict[str, list[Any]] = {
            "about": items.choices,
            "raised_by": who.choices("Select who raised it"),
            "owner": who.choices("Nobody"),
            "to_board": [("", "Select a board"), *((key, each.name) for key, each in self.above.items())],
        }
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = offered
        if not self.above:
            kind: Any = self.fields["kind"]
            kind.choices = [pair for pair in Kind.choices() if pair[0] != Kind.ESCALATION]
            del self.fields["to_board"]

    @property
    def entry(self) -> EntrySaid:
        said = self.cleaned_data
        return EntrySaid(
            kind=said["kind"],
            words=said["words"],
            item=self.items.found.get(said["about"]),
            raised_by=self.who.get(said["raised_by"]) if said["kind"] == Kind.CHALLENGE else None,
            owner=self.who.get(said["owner"]),
            due_on=said["due_on"],
            to_board=self.above.get(said.get("to_board", "")),
        )

    @staticmethod
    def shown_of(entry: Entry) -> dict[str, Any]:
        steps = list(entry.steps.all())
        return {
            "kind": entry.kind,
            "words": entry.words,
            "about": item_key(entry.item),
            "raised_by": key_of(steps[0].by) if steps else "",
            "owner": key_of(entry.owned_by),
            "due_on": entry.due_on,
            "to_board": str(entry.to_board.public_id) if entry.to_board else "",
        }
