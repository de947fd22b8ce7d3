"""Forms for who gets the packs of a board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from core.ui.edit_rows import RowForm
from core.ui.forms import Checkboxes, PlainErrors
from councils.models import Person, Post

from ..actions import RecipientRow
from ..models import Board, Recipient, Seat
from ..recipient_rules import PastedAddress, RecipientKind, read_addresses
from ..summaries import seat_words

EVERY = "every"
"""The choice of all seats."""


class RecipientForm(RowForm):
    """One recipient. An address has name, address, and the board that it belongs to. `goes_to` has the others."""

    name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(
        label="Email",
        max_length=254,
        widget=forms.EmailInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={"invalid": "Enter an email address in the correct format, such as name@example.org"},
    )
    sits_on = forms.ChoiceField(label="Member of", required=False)
    active = forms.BooleanField(label="Gets packs", required=False)

    def __init__(
        self, *args: Any, boards: Sequence[Board], goes_to: Mapping[UUID, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.boards = {str(each.public_id): each for each in boards}
        if self.key is None:
            del self.fields["active"]
        elif self.key in goes_to:
            del self.fields["name"], self.fields["email"], self.fields["sits_on"]
            self.fields["active"].help_text = goes_to[self.key]
            return
        field: Any = self.fields["sits_on"]
        field.choices = [
            ("", "No board (outside address)"),
            *((key, each.name) for key, each in self.boards.items()),
        ]

    def recipient(self) -> RecipientRow:
        found = self.cleaned_data
        return RecipientRow(
            key=self.key,
            name=found.get("name", ""),
            email=found.get("email", ""),
            sits_on=self.boards.get(found.get("sits_on", "")),
            active=found.get("active", True),
        )


def shown_recipients(recipients: Iterable[Recipient]) -> dict[UUID, dict[str, Any]]:
    """Values of the recipients' forms by public id."""
    return {
        each.public_id: {
            "name": each.name,
            "email": each.email,
            "sits_on": str(each.sits_on.public_id) if each.sits_on else "",
            "active": each.active,
        }
        if each.kind == RecipientKind.ADDRESS
        else {"active": each.active}
        for each in recipients
    }


class AddRecipientsForm(PlainErrors, forms.Form):
    """Seats of the board, posts and people who are not on the list yet, and addresses one a line.

    `on_the_list` has the names of those whose addresses are there already, by address in lower case.
    """

    seats = forms.MultipleChoiceField(label="Add seats", required=False, widget=Checkboxes(small=True))
    posts = forms.MultipleChoiceField(label="Add posts", required=False, widget=Checkboxes(small=True))
    people = forms.MultipleChoiceField(label="Add people", required=False, widget=Checkboxes(small=True))
    addresses = forms.CharField(
        label="Add addresses",
        help_text="One a line, with or without a name: name@example.org or Ada Able &lt;ada@example.org&gt;",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(
        self,
        *args: Any,
        every_seat: bool,
        seats: Sequence[Seat],
        posts: Sequence[Post],
        people: Sequence[Person],
        on_the_list: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._on_the_list = on_the_list
        self._rows: dict[str, dict[str, Any]] = {
            "seats": {str(each.public_id): each for each in seats},
            "posts": {str(each.public_id): each for each in posts},
            "people": {str(each.public_id): each for each in people},
        }
        choices = {
            "seats": [(key, seat_words(each)) for key, each in self._rows["seats"].items()],
            "posts": [(key, _post_words(each)) for key, each in self._rows["posts"].items()],
            "people": [(key, _person_words(each)) for key, each in self._rows["people"].items()],
        }
        if every_seat:
            choices["seats"].insert(0, (EVERY, "All seats of this board, whoever holds them"))
        for name, found in choices.items():
            field: Any = self.fields[name]
            field.choices = found
            if not found:
                del self.fields[name]

    def clean_addresses(self) -> list[PastedAddress]:
        found, problems = read_addresses(self.cleaned_data["addresses"], self._on_the_list)
        if problems:
            raise forms.ValidationError(problems)
        return found

    def recipients(self) -> list[RecipientRow]:
        """The new rows: seats, posts and people in the order of the page, then the addresses."""
        chosen = self.cleaned_data
        rows = []
        for name, kind in (
            ("seats", RecipientKind.SEAT),
            ("posts", RecipientKind.POST),
            ("people", RecipientKind.PERSON),
        ):
            for key in chosen.get(name, []):
                named = None if key == EVERY else self._rows[name][key]
                rows.append(RecipientRow(None, kind=kind if named else RecipientKind.ALL_SEATS, names=named))
        rows += [RecipientRow(None, name=each.name, email=each.email) for each in chosen["addresses"]]
        return rows

    def refuse(self, problems: Sequence[str]) -> None:
        """Show an action's refusals of the new rows."""
        for problem in problems:
            self.add_error("addresses", problem)


def _person_words(person: Person) -> str:
    return f"{person.label} – {person.email or 'no email address yet'}"


def _post_words(post: Post) -> str:
    holder = post.holder.label if post.holder else "nobody named"
    return f"{post.title} – {post.email or holder}"
