"""Forms to set up a council, to invite people, to accept an invitation, and to change a member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from core.ui.editing import EditForm, RefusableForm
from core.ui.forms import Checkboxes, Radios

from ..models import Person
from ..permissions import Role
from .addresses import read_addresses
from .forms import AGAIN, EMAIL, NEW_PASSWORD
from .invited_to import InvitedTo

ROLES = [(role.value, role.label) for role in Role]
ROLE_HINTS: dict[str, str] = {
    Role.ADMINISTRATOR: "Does what officers do. Also says who can sign in, issues API keys, releases packs and closes "
    "quarters",
    Role.OFFICER: "Changes the plan, records progress and figures, and builds packs",
    Role.APPROVER: "Builds and releases packs, and closes quarters",
    Role.BOARD_MEMBER: "Reads the plan, its progress, and the packs of their own boards",
    Role.READER: "Reads the plan, its progress and the released packs of all boards",
}
PERSON_HINT = "“My work” shows them this person's work, and a board member the packs of this person's boards"


def _role_field() -> forms.ChoiceField:
    return forms.ChoiceField(label="Role", choices=ROLES, widget=Radios(hints=ROLE_HINTS))


def _text(autocomplete: str, **attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": autocomplete, **attrs})


class NewPassword(RefusableForm):
    """Mixin: a new password, typed twice. The action checks its strength."""

    password = forms.CharField(
        label=NEW_PASSWORD[0].replace("New password", "Password"),
        help_text=NEW_PASSWORD[1],
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=AGAIN[0].replace("New password", "Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, again = said.get("password"), said.get("password_again")
        if first and again and first != again:
            self.add_error("password_again", "The passwords are not the same. Enter the same password again")
        return said


class SetUpForm(NewPassword):
    """The first council and its administrator."""

    name = forms.CharField(
        label="Name of the council",
        max_length=200,
        help_text="Shown at the top of every page, such as North Shire",
        error_messages={"required": "Enter the council's name"},
    )
    slug = forms.CharField(
        label="Part of the web address",
        required=False,
        max_length=50,
        help_text="Lower case letters, numbers and hyphens, such as north-shire. Leave it empty to make it from the "
        "name. You cannot change it later",
        widget=_text("off", spellcheck="false", **{"class": "govuk-input--width-20"}),
    )
    own_name = forms.CharField(label="Your name", max_length=200, widget=_text("name"))
    email = forms.EmailField(
        label=EMAIL[0],
        help_text="You sign in with this address",
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={"invalid": "Enter an email address, like name@example.org"},
    )

    field_order = ("name", "slug", "own_name", "email", "password", "password_again")


class NewAccountForm(NewPassword):
    """Name and password of someone who accepts an invitation."""

    name = forms.CharField(label="Your name", max_length=200, widget=_text("name"))

    field_order = ("name", "password", "password_again")


class ListedErrors(EditForm):
    """Form whose list can have an error for each line."""

    def refuse(self, problems: Mapping[str, str]) -> None:
        for name, problem in problems.items():
            for line in problem.splitlines():
                super().refuse({name: line})


class InviteForm(ListedErrors):
    """People to invite. `people` are those in the plan who are not linked to a user.

    `places` adds a field for each kind of place that they can be given, if there are any.
    """

    addresses = forms.CharField(
        label="Email addresses",
        help_text="One on each line. You can add a name: Ada Example &lt;ada@example.org&gt;",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )
    role = _role_field()
    person = forms.ChoiceField(label="Person in the plan (optional)", required=False, help_text=PERSON_HINT)

    def __init__(
        self, *args: Any, people: Iterable[Person], places: Iterable[InvitedTo] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _set_people(self, people)
        self.places = []
        for place in places:
            if choices := place.choices():
                self.places.append(place.name)
                self.fields[place.name] = forms.MultipleChoiceField(
                    label=place.label,
                    help_text=place.help_text,
                    choices=choices,
                    required=False,
                    widget=Checkboxes(small=True),
                    error_messages={"invalid_choice": "One of these has been removed. Choose again"},
                )

    @property
    def said_places(self) -> dict[str, list[str]]:
        """What was chosen, by the kind of place."""
        return {name: self.cleaned_data[name] for name in self.places}

    def clean_addresses(self) -> Any:
        invitees, problems = read_addresses(self.cleaned_data["addresses"])
        if problems:
            raise forms.ValidationError(problems)
        return invitees


class MemberForm(EditForm):
    """A member's role, and who they are in the plan."""

    role = _role_field()
    person = forms.ChoiceField(label="Person in the plan", required=False, help_text=PERSON_HINT)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set_people(self, people)


class EndForm(EditForm):
    """Why a membership ends."""

    reason = forms.CharField(
        label="Reason (optional)", required=False, max_length=200, help_text="Other administrators see it"
    )


def _set_people(form: forms.Form, people: Iterable[Person]) -> None:
    field = form.fields["person"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", "Nobody"), *((str(person.public_id), person.label) for person in people)]
