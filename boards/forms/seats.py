"""Forms for the seats of a board and for who held them before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms

from core.ui.edit_rows import DayField, RowForm
from core.ui.forms import Checkboxes, PlainErrors
from councils.models import Person, Post

from ..actions import SeatRow
from ..models import FormerHolder, Seat
from ..summaries import former_words

VACANT = "vacant"


class SeatForm(RowForm):
    """One seat: its role, who holds it, and for how long."""

    role = forms.ChoiceField(
        label="Role",
        choices=[("", "Choose a role"), *Seat.Role.choices],
        error_messages={"required": "Choose a role"},
    )
    holder = forms.ChoiceField(label="Held by", required=False)
    post = forms.ChoiceField(label="Post", required=False)
    hint = forms.CharField(label="Hint or note", required=False, max_length=200)
    from_on = DayField(label="Term from", required=False)
    until_on = DayField(label="Term until", required=False)

    def __init__(self, *args: Any, people: Sequence[Person], posts: Sequence[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.public_id): each for each in people}
        self.posts = {str(each.public_id): each for each in posts}
        named = [(key, each.label) for key, each in self.people.items()]
        holder: Any = self.fields["holder"]
        holder.choices = [("", "Not stated"), (VACANT, "Vacant"), *([("People", named)] if named else [])]
        post: Any = self.fields["post"]
        post.choices = [("", "No post"), *((key, each.title) for key, each in self.posts.items())]

    def seat(self) -> SeatRow:
        found = self.cleaned_data
        return SeatRow(
            key=self.key,
            role=found["role"],
            holder=self.people.get(found["holder"]),
            post=self.posts.get(found["post"]),
            vacant=found["holder"] == VACANT,
            hint=found["hint"],
            from_on=found["from_on"],
            until_on=found["until_on"],
        )


def shown_seats(seats: Iterable[Seat]) -> dict[UUID, dict[str, Any]]:
    """Values of the seats' forms by public id."""
    return {
        seat.public_id: {
            "role": seat.role,
            "holder": VACANT if seat.state == Seat.State.VACANT else _id(seat.holder),
            "post": _id(seat.post),
            "hint": seat.hint,
            "from_on": seat.from_on,
            "until_on": seat.until_on,
        }
        for seat in seats
    }


def _id(row: Person | Post | None) -> str:
    return str(row.public_id) if row else ""


class FormerHoldersForm(PlainErrors, forms.Form):
    """Former holders who were entered by mistake."""

    forgotten = forms.MultipleChoiceField(
        label="Remove from the history",
        required=False,
        help_text="Only tick who was entered by mistake",
        widget=Checkboxes(small=True),
    )

    def __init__(self, *args: Any, former: Sequence[FormerHolder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["forgotten"]
        field.choices = [(str(each.public_id), former_words(each)) for each in former]

    @property
    def keys(self) -> list[UUID]:
        return [UUID(key) for key in self.cleaned_data["forgotten"]]
