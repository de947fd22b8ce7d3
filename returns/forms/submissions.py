"""Forms for a submission, its steps, the reader's comments and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.ui.edit_rows import DayField, RowForm
from core.ui.editing import EditForm
from core.ui.forms import Checkboxes, GovDateField
from core.words import plural
from deliverables.models import Deliverable
from strategies.models import Strategy, Version

from ..actions import Answer, CommentRow, SubmissionSaid
from ..models import ReaderComment, Submission
from .who import Who, key_of


class SubmissionForm(EditForm):
    in_errors = {"submitted_to": "who it is submitted to"}
    title = forms.CharField(
        label="What is submitted", max_length=200, help_text="Such as First submission of the reform plan"
    )
    submitted_to = forms.CharField(label="To whom", max_length=200, help_text="Such as a department")
    reference = forms.CharField(
        label="Reference",
        required=False,
        max_length=100,
        help_text="What the reader calls it, if you know it already",
    )
    version = forms.ChoiceField(label="Version of the plan", required=False)

    def __init__(self, *args: Any, versions: Sequence[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(each.public_id): each for each in versions}
        field: Any = self.fields["version"]
        field.choices = [("", "Not stated"), *((key, str(each)) for key, each in self.versions.items())]

    @property
    def submission(self) -> SubmissionSaid:
        said = self.cleaned_data
        return SubmissionSaid(
            said["title"], said["submitted_to"], said["reference"], self.versions.get(said["version"])
        )

    @staticmethod
    def shown_of(submission: Submission) -> dict[str, Any]:
        names = ("title", "submitted_to", "reference")
        version = submission.version
        shown = {name: getattr(submission, name) for name in names}
        return shown | {"version": str(version.public_id) if version else ""}


class StepForm(EditForm):
    """The day of a step, with a note."""

    in_errors = {"taken_on": "the day"}
    taken_on = GovDateField(label="On which day")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class CommentForm(RowForm):
    """A comment of the reader."""

    label = forms.CharField(
        label="Number", max_length=20, widget=forms.TextInput(attrs={"class": "govuk-input--width-5"})
    )
    text = forms.CharField(label="Comment", widget=forms.Textarea(attrs={"rows": 3}))
    received_on = DayField(label="Received on", required=False)

    def row(self) -> CommentRow:
        said = self.cleaned_data
        return CommentRow(self.key, said["label"], said["text"], said["received_on"])

    @staticmethod
    def shown_of(comment: ReaderComment) -> dict[str, Any]:
        return {name: getattr(comment, name) for name in ("label", "text", "received_on")}


class AnswerForm(EditForm):
    in_errors = {"answered_by": "who answered it", "answered_on": "the date it was answered"}
    answer = forms.CharField(label="Answer", widget=forms.Textarea(attrs={"rows": 5}))
    answered_by = forms.ChoiceField(label="Answered by")
    answered_on = GovDateField(label="Answered on")
    changed = forms.MultipleChoiceField(required=False, widget=Checkboxes(small=True))

    def __init__(
        self,
        *args: Any,
        who: Who,
        deliverables: Sequence[Deliverable],
        strategy: Strategy,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.who = who
        self.deliverables = {str(each.public_id): each for each in deliverables}
        answered_by: Any = self.fields["answered_by"]
        answered_by.choices = who.choices("Select who answered")
        changed: Any = self.fields["changed"]
        changed.label = f"{plural(strategy.deliverable_noun)} that were changed for it"
        changed.choices = [(key, each.name) for key, each in self.deliverables.items()]

    @property
    def said_answer(self) -> Answer:
        said = self.cleaned_data
        return Answer(
            said["answer"],
            self.who.get(said["answered_by"]),
            said["answered_on"],
            [self.deliverables[key] for key in said["changed"]],
        )

    @staticmethod
    def shown_of(comment: ReaderComment) -> dict[str, Any]:
        """Values of the form for a comment that is answered (1 query)."""
        changes = comment.changes.select_related("deliverable")
        return {
            "answer": comment.answer,
            "answered_by": key_of(comment.person or comment.post),
            "answered_on": comment.answered_on,
            "changed": [str(each.deliverable.public_id) for each in changes],
        }


class RemoveForm(EditForm):
    """Confirms that something is removed."""

    reason = forms.CharField(label="Why", required=False, help_text="Kept in the change log")
