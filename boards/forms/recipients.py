"""Forms for who gets the packs of a board."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms

from core.ui.edit_rows import RowForm
from core.ui.forms import Checkboxes, PlainErrors
from councils.models import Person

from ..actions import RecipientRow
from ..models import Board, Recipient, Seat


class RecipientForm(RowForm):
    """One recipient: name, address, and the board that they belong to."""

    name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(
        label="Email",
        max_length=254,
        widget=forms.EmailInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={"invalid": "Enter an email address in the correct format, such as name@example.org"},
    )
    sits_on = forms.ChoiceField(label="Member of", required=False)
    active = forms.BooleanField(label="Gets packs", required=False)

    def __init__(self, *args: Any, boards: Sequence[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.boards = {str(each.public_id): each for each in boards}
        if self.key is None:
            del self.fields["active"]
        field: Any = self.fields["sits_on"]
        field.choices = [
            ("", "No board (outside address)"),
            *((key, each.name) for key, each in self.boards.items()),
        ]

    def recipient(self) -> RecipientRow:
        found = self.cleaned_data
        return RecipientRow(
            key=self.key,
            name=found["name"],
            email=found["email"],
            sits_on=self.boards.get(found["sits_on"]),
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
        for each in recipients
    }


class MembersForm(PlainErrors, forms.Form):
    """People with an email address who are not on the list yet. Those who sit on the board come first."""

    people = forms.MultipleChoiceField(label="Add people", required=False, widget=Checkboxes(small=True))

    def __init__(
        self, *args: Any, board: Board, people: Sequence[Person], seats: Sequence[Seat], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(each.public_id): each for each in people}
        self.seats: dict[int, Seat] = {}
        for seat in sorted(seats, key=lambda each: each.board_id != board.pk):
            if seat.holder_id:
                self.seats.setdefault(seat.holder_id, seat)
        order = sorted(self.by_id.items(), key=lambda each: self._rank(each[1], board))
        field: Any = self.fields["people"]
        field.choices = [(key, self._label(person)) for key, person in order]

    def _rank(self, person: Person, board: Board) -> int:
        seat = self.seats.get(person.pk)
        return 2 if seat is None else int(seat.board_id != board.pk)

    def _label(self, person: Person) -> str:
        seat = self.seats.get(person.pk)
        where = f", {seat.get_role_display().lower()} of {seat.board.name}" if seat else ""
        return f"{person.label}{where} – {person.email}"

    def recipients(self) -> list[RecipientRow]:
        found = [self.by_id[key] for key in self.cleaned_data["people"]]
        return [
            RecipientRow(
                key=None,
                name=person.name or person.initials,
                email=person.email,
                sits_on=seat.board if (seat := self.seats.get(person.pk)) else None,
            )
            for person in found
        ]
