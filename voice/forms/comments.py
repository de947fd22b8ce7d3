"""Forms to write, answer, close and remove a comment, and the filters of the list."""

from __future__ import annotations

from typing import Any

from django import forms

from core.ui.editing import EditForm

from ..models.comments import MOST_CHARACTERS
from ..rules import State
from ..summaries import CommentQuery

NO_NAMES = "Do not name children, young people or their families."


def words(label: str, hint: str = "", *, required: bool = True, rows: int = 4) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=MOST_CHARACTERS,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": str(rows)}),
    )


class CommentForm(EditForm):
    """What a member says on something."""

    in_errors = {"on_behalf_of": "the name of the group"}
    text = words("Your comment", NO_NAMES)
    on_behalf_of = forms.CharField(
        label="On behalf of (optional)",
        required=False,
        max_length=200,
        help_text="A group that you speak for, such as the parent carer forum",
    )


class AnswerForm(EditForm):
    """The answer to a comment."""

    answer = words("Answer", f"Everyone who may see the comment reads it. {NO_NAMES}", rows=6)


class CloseForm(EditForm):
    """Why a comment is closed."""

    reason = words("Reason", required=False)
    in_errors = {"reason": "the reason"}

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Reason" if needed else "Reason (optional)"


class RemovalForm(EditForm):
    """Why somebody else's comment is removed."""

    reason = forms.CharField(
        label="Reason", max_length=300, help_text=f"The change log keeps it. {NO_NAMES}", required=False
    )


class CommentsForm(forms.Form):
    """Which comments are listed. What is not valid is left out."""

    state = forms.ChoiceField(label="State", required=False, choices=[("", "All"), *State.choices()])
    whose = forms.ChoiceField(label="Written by", required=False, choices=[("", "Anyone"), ("mine", "Me")])
    about = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @property
    def in_sight(self) -> list[Any]:
        return [self["state"], self["whose"]]

    @property
    def query(self) -> CommentQuery:
        self.full_clean()
        asked = self.cleaned_data
        return CommentQuery(
            state=asked.get("state", ""), mine=bool(asked.get("whose")), about=asked.get("about")
        )
