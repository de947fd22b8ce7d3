"""Forms for the approval of updates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from boards.models import Board
from core.ui.editing import EditForm
from core.ui.forms import Checkboxes
from strategies.models import Strand


class ApprovalForm(EditForm):
    """For what updates need approval. Nothing ticked turns it off."""

    whole = forms.BooleanField(label="All updates of the council", required=False)
    strands = forms.MultipleChoiceField(required=False, widget=Checkboxes(small=True))
    boards = forms.MultipleChoiceField(
        label="What these boards oversee",
        help_text="Also what the boards below them oversee.",
        required=False,
        widget=Checkboxes(small=True),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        of_strands: Sequence[Strand],
        of_boards: Sequence[Board],
        noun: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.known_strands = {str(each.public_id): each for each in of_strands}
        self.known_boards = {str(each.public_id): each for each in of_boards}
        fields: Any = self.fields
        fields["strands"].label = f"These {noun}"
        many = len({each.strategy_id for each in of_strands}) > 1
        fields["strands"].choices = [
            (key, f"{each.strategy.title}: {each}" if many else str(each))
            for key, each in self.known_strands.items()
        ]
        fields["boards"].choices = [(key, each.name) for key, each in self.known_boards.items()]

    def chosen(self) -> dict[str, Any]:
        """Cleaned data as the action's arguments."""
        return {
            "whole": self.cleaned_data["whole"],
            "strands": [self.known_strands[key] for key in self.cleaned_data["strands"]],
            "boards": [self.known_boards[key] for key in self.cleaned_data["boards"]],
        }


class ReturnForm(EditForm):
    """What an approver wants changed in an update."""

    in_errors = {"comment": "what should change"}

    comment = forms.CharField(
        label="What should change?",
        help_text="Whoever sent the update sees this, and others who may update or approve.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput())
