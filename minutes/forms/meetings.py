"""Form for who attended a meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from boards.models import Seat
from core.ui.editing import EditForm
from core.ui.forms import Radios

from ..actions import AttendanceRow
from ..models import Attendance
from ..summaries.entries import who_words

STATES = [
    (state.value, str(state.label))
    for state in (Attendance.State.PRESENT, Attendance.State.APOLOGIES, Attendance.State.ABSENT)
]


class AttendanceForm(EditForm):
    """One choice for each seat that somebody holds. `noted` has the states stored by the seat's id."""

    def __init__(
        self, *args: Any, seats: Sequence[Seat], noted: Mapping[int, str], names: bool, **kwargs: Any
    ) -> None:
        self.seats = list(seats)
        held = [seat for seat in self.seats if seat.state != Seat.State.VACANT]
        shown = {self.name_of(seat): noted.get(seat.pk, "") for seat in held}
        super().__init__(*args, shown=shown, **kwargs)
        for seat in held:
            label = ", ".join(
                filter(
                    None,
                    (
                        str(seat.get_role_display()),
                        *(who_words(each, names=names) for each in (seat.holder, seat.post)),
                    ),
                )
            )
            self.fields[self.name_of(seat)] = forms.ChoiceField(
                label=label,
                choices=STATES,
                widget=Radios(inline=True, small=True),
                error_messages={"required": f"{label}: select whether they were present"},
            )

    @staticmethod
    def name_of(seat: Seat) -> str:
        return f"seat-{seat.public_id}"

    @property
    def rows(self) -> list[AttendanceRow]:
        said = self.cleaned_data
        return [
            AttendanceRow(seat, said.get(self.name_of(seat), Attendance.State.VACANT)) for seat in self.seats
        ]
