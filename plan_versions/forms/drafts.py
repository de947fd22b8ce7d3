"""Forms for the draft of a version, and for the steps in which it will be approved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms

from core.ui.edit_rows import RowForm
from core.ui.editing import EditForm
from councils.models import Person
from strategies.forms.choices import choices_for
from strategies.models import Approval, Strategy

from ..actions import StepRow
from ..models import ApprovalStep


class VersionForm(EditForm):
    """A label, and what is new."""

    label = forms.CharField(
        label="Label",
        max_length=60,
        help_text="As the version table will print it, such as Version 4",
        error_messages={"required": "Enter a label, such as Version 4"},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    note = forms.CharField(
        label="What is new in this version",
        required=False,
        max_length=4000,
        help_text="Those who approve it read this first",
        widget=forms.Textarea(attrs={"rows": "5"}),
    )


class StepForm(RowForm):
    """One step of approval."""

    in_errors = {"words": "the words as printed"}
    turn = forms.IntegerField(
        label="Place in the order",
        min_value=1,
        max_value=99,
        error_messages={"required": "Enter 1 for those who approve first"},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
    )
    by = forms.ChoiceField(label="Who approves", error_messages={"required": "Choose who approves"})
    words = forms.CharField(
        label="As printed",
        required=False,
        max_length=200,
        help_text="Empty: the name in the list, initials of a person",
    )
    field_order = ("turn", "by", "words", "remove")

    def __init__(
        self, *args: Any, offered: list[tuple[str, Any]], found: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("place", None)
        by: Any = self.fields["by"]
        by.choices = offered
        self.found = found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("by") in Approval.Kind.values and not cleaned.get("words"):
            self.add_error("words", "Enter who approves, as the version table will print it")
        return cleaned

    def step(self) -> StepRow:
        said = self.cleaned_data
        linked: Any = self.found.get(said["by"])
        kind = linked._meta.model_name if linked else said["by"]
        return StepRow(
            key=self.key,
            place=said["turn"],
            words=said["words"] or named_in_list(linked),
            kind=kind,
            **({kind: linked} if linked else {}),
        )


def named_in_list(linked: Any) -> str:
    """How the version table prints somebody of the council's lists, "" for nobody: initials of a person."""
    if isinstance(linked, Person):
        return linked.initials or "Person"
    return "" if linked is None else str(linked)


def choices_of_approvers(strategy: Strategy) -> tuple[list[tuple[str, Any]], Mapping[str, Any]]:
    """Who can approve, as in the list of approvals, without stages (5 queries)."""
    offered, found = choices_for("approvals", strategy)
    stage = Approval.Kind.STAGE.value
    return [
        ("", "Choose who approves"),
        *(each for each in offered["by"] if each[0] not in ("", stage)),
    ], found


def shown_steps(steps: Iterable[ApprovalStep]) -> dict[UUID, dict[str, Any]]:
    """Values of the steps' forms by public id. Words that are the name in the list are left empty.

    So they follow when somebody else is chosen.
    """
    shown = {}
    for step in steps:
        linked = step.board or step.organisation or step.post or step.person
        by = str(linked.public_id) if linked else step.kind
        words = "" if linked and step.words == named_in_list(linked) else step.words
        shown[step.public_id] = {"turn": step.place, "by": by, "words": words}
    return shown
