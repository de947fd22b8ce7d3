"""Who was at a meeting, whether it was quorate, and which interests were declared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boards.models import Meeting

from ..models import Attendance, Guest, Interest, Minutes
from ..rules import SeatAtMeeting, is_quorate, quorum_words
from .entries import who_words

NOT_SHOWN = "Name not shown"


@dataclass(frozen=True)
class SeatLine:
    """A seat at a meeting, who held it, whether they were present, and who came instead."""

    role: str
    who: str
    state: str
    substitute: str = ""


@dataclass(frozen=True)
class InterestLine:
    """An interest that somebody declared, about which item, and what was done."""

    interest: Interest
    who: str

    @property
    def done(self) -> str:
        return str(self.interest.get_done_display())


@dataclass(frozen=True)
class Attending:
    """Who was at a meeting. `quorum` is "Quorate: 3 of 5 seats represented, 3 needed", "" without a quorum."""

    seats: tuple[SeatLine, ...]
    guests: tuple[str, ...]
    interests: tuple[InterestLine, ...]
    quorate: bool | None
    quorum: str


def attending_of(meeting: Meeting, confirmed: Minutes | None, *, names: bool) -> Attending:
    """Who was at a meeting whose board is loaded (3 queries). Confirmed minutes keep the quorum of their day."""
    rows = _seats(meeting)
    guests = list(Guest.objects.filter(meeting=meeting))
    instead = {guest.stands_in_for_id: guest for guest in guests if guest.stands_in_for_id}
    interests = Interest.objects.filter(meeting=meeting).select_related(
        "attendance__person", "attendance__post", "guest"
    )
    quorum = confirmed.quorum if confirmed else meeting.board.quorum
    seats = [SeatAtMeeting(row.state, row.pk in instead) for row in rows]
    return Attending(
        seats=tuple(
            SeatLine(
                row.get_role_display(),
                holder_words(row, names=names),
                row.get_state_display(),
                guest_words(instead.get(row.pk), names=names),
            )
            for row in rows
        ),
        guests=tuple(guest_words(guest, names=names) for guest in guests if not guest.stands_in_for_id),
        interests=tuple(InterestLine(each, _declared_by(each, names=names)) for each in interests),
        quorate=is_quorate(quorum, seats),
        quorum=quorum_words(quorum, seats),
    )


def who_may_declare(meeting: Meeting, *, names: bool) -> list[tuple[Attendance | Guest, str]]:
    """Who was at the meeting: seats that were present, substitutes and guests, in words (2 queries)."""
    present: Sequence[Attendance] = [row for row in _seats(meeting) if row.state == Attendance.State.PRESENT]
    found: list[tuple[Attendance | Guest, str]] = [
        (row, ", ".join(filter(None, (holder_words(row, names=names), row.get_role_display()))))
        for row in present
    ]
    guests = Guest.objects.filter(meeting=meeting)
    return [*found, *((guest, guest_words(guest, names=names)) for guest in guests)]


def _seats(meeting: Meeting) -> list[Attendance]:
    return list(Attendance.objects.filter(meeting=meeting).select_related("person", "post"))


def _declared_by(interest: Interest, *, names: bool) -> str:
    if interest.guest:
        return guest_words(interest.guest, names=names)
    row = interest.attendance
    return (holder_words(row, names=names) or row.get_role_display()) if row else ""


def holder_words(row: Attendance, *, names: bool) -> str:
    """Who held the seat: a person, a post, or both, "" for nobody."""
    return ", ".join(filter(None, (who_words(each, names=names) for each in (row.person, row.post))))


def guest_words(guest: Guest | None, *, names: bool) -> str:
    """ "Ada Able, Northmere College", "" for nobody."""
    if guest is None:
        return ""
    return str(guest) if names else NOT_SHOWN
