"""Form for who attended a meeting: seats, substitutes and guests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from boards.models import Seat
from core.ui.editing import EditForm
from core.ui.forms import Radios

from ..actions import AttendanceRow, GuestSaid
from ..models import Attendance
from ..rules import guest_of
from ..summaries.entries import who_words

STATES = [
    (state.value, str(state.label))
    for state in (Attendance.State.PRESENT, Attendance.State.APOLOGIES, Attendance.State.ABSENT)
]
MOST_GUESTS = 50
LONGEST = 200


class AttendanceForm(EditForm):
    """One choice for each seat that somebody holds, with a substitute, and guests one on each line.

    `noted` has the states stored by the seat's id, `instead` the substitutes, and `guests` the others, as
    "Name, organisation".
    """

    def __init__(
        self,
        *args: Any,
        seats: Sequence[Seat],
        noted: Mapping[int, str],
        instead: Mapping[int, str],
        guests: Sequence[str],
        names: bool,
        **kwargs: Any,
    ) -> None:
        self.seats = list(seats)
        self.held = [seat for seat in self.seats if seat.state != Seat.State.VACANT]
        shown = {self.name_of(seat): noted.get(seat.pk, "") for seat in self.held}
        shown |= {self.substitute_of(seat): instead.get(seat.pk, "") for seat in self.held}
        super().__init__(*args, shown=shown | {"guests": "\n".join(guests)}, **kwargs)
        self.labels = {seat.pk: _label(seat, names) for seat in self.held}
        for seat in self.held:
            label = self.labels[seat.pk]
            self.fields[self.name_of(seat)] = forms.ChoiceField(
                label=label,
                choices=STATES,
                widget=Radios(inline=True, small=True),
                error_messages={"required": f"{label}: select whether they were present"},
            )
            self.fields[self.substitute_of(seat)] = forms.CharField(
                label=f"Substitute for {label}", required=False, max_length=2 * LONGEST
            )
        self.fields["guests"] = forms.CharField(
            label="Guests",
            required=False,
            help_text="Others who were there. One on each line: name, then a comma and the organisation",
            widget=forms.Textarea(attrs={"rows": "4"}),
        )

    @staticmethod
    def name_of(seat: Seat) -> str:
        return f"seat-{seat.public_id}"

    @staticmethod
    def substitute_of(seat: Seat) -> str:
        return f"substitute-{seat.public_id}"

    @property
    def places(self) -> list[tuple[Any, Any]]:
        """The two fields of each seat that somebody holds."""
        return [(self[self.name_of(seat)], self[self.substitute_of(seat)]) for seat in self.held]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for seat in self.held:
            name, state = self.substitute_of(seat), said.get(self.name_of(seat))
            line = said.get(name, "")
            if line and state == Attendance.State.PRESENT:
                self.add_error(
                    name,
                    f"{self.labels[seat.pk]} was present. Select Apologies or Absent, or leave this empty",
                )
            elif line and (problem := _problem(line)):
                self.add_error(name, f"Substitute for {self.labels[seat.pk]}: {problem}")
        lines = _lines(said.get("guests", ""))
        if len(lines) > MOST_GUESTS:
            self.add_error("guests", f"Enter at most {MOST_GUESTS} guests")
        for number, line in enumerate(lines, 1):
            if problem := _problem(line):
                self.add_error("guests", f"Guests, line {number}: {problem}")
        return said

    @property
    def rows(self) -> list[AttendanceRow]:
        said = self.cleaned_data
        return [
            AttendanceRow(
                seat,
                said.get(self.name_of(seat), Attendance.State.VACANT),
                GuestSaid(*guest_of(line)) if (line := said.get(self.substitute_of(seat), "")) else None,
            )
            for seat in self.seats
        ]

    @property
    def guests(self) -> list[GuestSaid]:
        return [GuestSaid(*guest_of(line)) for line in _lines(self.cleaned_data["guests"])]


def _label(seat: Seat, names: bool) -> str:
    holders = (who_words(each, names=names) for each in (seat.holder, seat.post))
    return ", ".join(filter(None, (str(seat.get_role_display()), *holders)))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _problem(line: str) -> str:
    name, organisation = guest_of(line)
    if not name:
        return "enter the name before the comma"
    if len(name) > LONGEST or len(organisation) > LONGEST:
        return f"enter a name and an organisation of at most {LONGEST} characters each"
    return ""
