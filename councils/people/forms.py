"""Forms of the people pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import Checkboxes, GovDateField, Radios

from ..models import Organisation, Person, Post
from .relations import Use

NOBODY = ("", "Not stated")
PLAIN = {"spellcheck": "false", "autocomplete": "off"}


class RowField(forms.ChoiceField):
    """Choose one row. The form gives the row itself, or None."""

    def __init__(self, *, empty: str = "Not stated", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.empty = empty
        self.rows: dict[str, Any] = {}

    def offer(self, groups: Iterable[tuple[str, Iterable[Any]]]) -> None:
        """Offer these rows. A group without words is not indented."""
        choices: list[Any] = [("", self.empty)]
        for words, found in groups:
            rows = {str(each.public_id): each for each in found}
            self.rows |= rows
            options = [(key, str(each)) for key, each in rows.items()]
            choices += [(words, options)] if words and options else options
        self.choices = choices

    def prepare_value(self, value: Any) -> Any:
        return str(value.public_id) if hasattr(value, "public_id") else value

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


def _organisation(label: str = "Organisation", **kwargs: Any) -> RowField:
    return RowField(label=label, required=False, **kwargs)


class PersonForm(EditForm):
    """Add or change a person."""

    name = forms.CharField(label="Name", required=False, max_length=200, widget=forms.TextInput(PLAIN))
    initials = forms.CharField(
        label="Initials in the plan",
        required=False,
        max_length=20,
        help_text="As the plan prints them, such as JK",
        widget=forms.TextInput(PLAIN | {"class": "govuk-input--width-5"}),
    )
    organisation = _organisation()
    email = forms.CharField(
        label="Email address",
        required=False,
        max_length=254,
        widget=forms.EmailInput(PLAIN),
    )
    telephone = forms.CharField(
        label="Telephone number",
        required=False,
        max_length=40,
        widget=forms.TextInput(PLAIN | {"class": "govuk-input--width-20", "type": "tel"}),
    )
    came_back = forms.BooleanField(label="They have come back", required=False)

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], has_left: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "organisation", [("", organisations)])
        if not has_left:
            del self.fields["came_back"]


class OrganisationForm(EditForm):
    """Add or change an organisation."""

    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the organisation's name"}
    )
    abbreviation = forms.CharField(
        label="Abbreviation",
        required=False,
        max_length=20,
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    kind = forms.ChoiceField(label="Kind", choices=Organisation.Kind.choices, widget=Radios(small=True))
    valid_from = GovDateField(label="First day (optional)", required=False)
    valid_to = GovDateField(
        label="Last day (optional)",
        required=False,
        help_text="Only if the organisation has ended or will end",
    )
    successor = _organisation(
        "Successor (optional)",
        help_text="After the last day, the successor's name is shown, with the old name in brackets",
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "successor", [("", organisations)])


class PostForm(EditForm):
    """Add or change a post."""

    in_errors = {"held_from": "the first day in the post"}
    title = forms.CharField(
        label="Title", max_length=200, error_messages={"required": "Enter the post's title"}
    )
    organisation = _organisation()
    holder = RowField(label="Who holds it now?", required=False, empty="Nobody, or not known")
    held_from = GovDateField(
        label="Since when? (optional)",
        required=False,
        help_text="The first day of the person who holds it now. The one before is then kept as an earlier holder",
    )
    email = forms.CharField(
        label="Mailbox (optional)",
        help_text="Emails for the post go to this address. Without one, they go to the person who holds it",
        required=False,
        max_length=254,
        widget=forms.EmailInput(PLAIN),
    )

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], people: Iterable[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "organisation", [("", organisations)])
        _offer(self, "holder", [("", people)])


class IdentifyForm(EditForm):
    """Say who initials are: somebody new, somebody known, or nobody."""

    NAME, SAME, VACANT = "name", "same", "vacant"

    how = forms.ChoiceField(
        label="Who is it?",
        choices=[
            (NAME, "I know the name"),
            (SAME, "It is someone who is already in the list"),
            (VACANT, "Nobody: make it a vacancy"),
        ],
        widget=Radios(
            hints={VACANT: "Everything is then shown as “To be confirmed”, and the initials are removed"}
        ),
        error_messages={"required": "Select who it is"},
    )
    name = forms.CharField(label="Name", required=False, max_length=200, widget=forms.TextInput(PLAIN))
    email = forms.CharField(
        label="Email address (optional)",
        required=False,
        max_length=254,
        widget=forms.EmailInput(PLAIN),
    )
    organisation = _organisation("Organisation (optional)")
    into = RowField(label="Who in the list?", required=False, empty="Select")

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], people: Iterable[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "organisation", [("", organisations)])
        _offer(self, "into", [("", people)])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("how") == self.NAME and not cleaned.get("name"):
            self.add_error("name", "Enter their name")
        if cleaned.get("how") == self.SAME and not cleaned.get("into"):
            self.add_error("into", "Select a person")
        return cleaned


class MergeForm(EditForm):
    """Choose the person who stays."""

    into = RowField(
        label="Who is the same person?",
        empty="Select",
        help_text="The person you choose stays. Everything that names the other one will name them instead",
        error_messages={"required": "Select a person"},
    )

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "into", [("", people)])


class HandOverForm(EditForm):
    """Choose what is handed over, and to whom."""

    in_errors = {"left_on": "the last day"}
    chosen = forms.MultipleChoiceField(
        label="What is handed over?", required=False, widget=Checkboxes(small=True)
    )
    to = RowField(label="Who takes over?", required=False, empty="Select")
    left_on = GovDateField(
        label="Last day, if they have left (optional)",
        required=False,
        help_text="They then stay in the history, but can no longer be chosen",
    )
    reason = forms.CharField(label="Reason (optional)", required=False, max_length=500)

    def __init__(
        self,
        *args: Any,
        uses: Sequence[Use],
        people: Iterable[Person],
        posts: Iterable[Post],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chosen"]
        field.choices = [(str(each.public_id), str(each)) for each in uses]
        if not uses:
            del self.fields["chosen"]
        _offer(self, "to", [("People", people), ("Posts", posts)])


class RemoveForm(EditForm):
    """Confirm that something is removed."""


def _offer(form: EditForm, name: str, groups: Iterable[tuple[str, Iterable[Any]]]) -> None:
    field = form.fields[name]
    assert isinstance(field, RowField)
    field.offer(groups)
