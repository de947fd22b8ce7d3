"""Note who was at a meeting: seats, substitutes and guests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from boards.models import Meeting, Seat
from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.tenancy import recorded

from ..log_phrases import ATTENDANCE
from ..models import Attendance, Guest, Interest
from .checks import require_recording, require_unconfirmed

MAX_NAME = 200
DECLARED = "declared an interest at this meeting. Remove the interest first"


@dataclass(frozen=True)
class GuestSaid:
    """Somebody without a seat: their name and organisation."""

    name: str
    organisation: str = ""


@dataclass(frozen=True)
class AttendanceRow:
    """A seat of the board now, whether its holder was present (`Attendance.State`), and who came instead."""

    seat: Seat
    state: str
    substitute: GuestSaid | None = None


def note_attendance(
    *,
    meeting: Meeting,
    rows: Sequence[AttendanceRow],
    guests: Sequence[GuestSaid] = (),
    by: Actor,
    today: date,
) -> None:
    """Note who attended, in place of what was noted before. Call it with the meeting locked. Raises ChangeRefused.

    The seats are stored as they are now: who holds one later was not at this meeting. Who declared an interest stays.
    """
    require_recording(by, meeting.board, today)
    require_unconfirmed(meeting)
    if not rows:
        raise ChangeRefused("This board has no seats. Add its seats first")
    for row in rows:
        if row.substitute and _state_of(row) not in (Attendance.State.APOLOGIES, Attendance.State.ABSENT):
            raise ChangeRefused("Note a substitute only for somebody who was not there")
    _check_names([*guests, *(row.substitute for row in rows if row.substitute)])
    with recorded(ATTENDANCE, actor=by.reference):
        places = _note_seats(meeting, rows)
        substitutes = [(row.substitute, places[row.seat.pk]) for row in rows if row.substitute]
        _note_guests(meeting, [*substitutes, *((guest, None) for guest in guests)])
        _remove_seats(meeting, [place.pk for place in places.values()])


def _state_of(row: AttendanceRow) -> str:
    return Attendance.State.VACANT if row.seat.state == Seat.State.VACANT else row.state


def _check_names(guests: Sequence[GuestSaid]) -> None:
    for guest in guests:
        if not guest.name or len(guest.name) > MAX_NAME or len(guest.organisation) > MAX_NAME:
            raise ChangeRefused(
                {"guests": f"Enter a name and an organisation of at most {MAX_NAME} characters each"}
            )


def _note_seats(meeting: Meeting, rows: Sequence[AttendanceRow]) -> dict[int, Attendance]:
    """Attendance by the id of the seat, changed where it was noted before (3 queries)."""
    noted = {row.seat_id: row for row in Attendance.objects.filter(meeting=meeting) if row.seat_id}
    added, changed = [], []
    for position, row in enumerate(rows):
        columns: dict[str, Any] = {
            "role": row.seat.role,
            "person": row.seat.holder,
            "post": row.seat.post,
            "state": _state_of(row),
            "position": position,
        }
        found = noted.get(row.seat.pk)
        if found is None:
            noted[row.seat.pk] = found = Attendance(meeting=meeting, seat=row.seat, **columns)
            added.append(found)
        elif any(getattr(found, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(found, name, value)
            changed.append(found)
    Attendance.objects.bulk_create(added)
    Attendance.objects.bulk_update(changed, ["role", "person", "post", "state", "position"])
    return {row.seat.pk: noted[row.seat.pk] for row in rows}


def _note_guests(meeting: Meeting, said: Sequence[tuple[GuestSaid, Attendance | None]]) -> None:
    """Guests as said. Those of the same name, organisation and seat keep their rows."""
    noted = {(each.name, each.organisation, each.stands_in_for_id): each for each in _guests(meeting)}
    kept = [
        noted.pop(key)
        for guest, place in said
        if (key := (guest.name, guest.organisation, place.pk if place else None)) in noted
    ]
    gone = [each.pk for each in noted.values()]
    if declared := Interest.objects.filter(guest_id__in=gone).select_related("guest").first():
        raise ChangeRefused({"guests": f"{declared.guest} {DECLARED}"})
    Guest.objects.filter(pk__in=gone).delete()
    there = {(each.name, each.organisation, each.stands_in_for_id) for each in kept}
    Guest.objects.bulk_create(
        Guest(
            meeting=meeting,
            name=guest.name,
            organisation=guest.organisation,
            stands_in_for=place,
            position=position,
        )
        for position, (guest, place) in enumerate(dict.fromkeys(said))
        if (guest.name, guest.organisation, place.pk if place else None) not in there
    )


def _guests(meeting: Meeting) -> list[Guest]:
    return list(Guest.objects.filter(meeting=meeting))


def _remove_seats(meeting: Meeting, kept: Sequence[int]) -> None:
    """Remove seats that the board no longer has. Those whose holder declared an interest stay."""
    gone = Attendance.objects.filter(meeting=meeting).exclude(pk__in=kept)
    gone.exclude(pk__in=Interest.objects.filter(meeting=meeting, guest=None).values("attendance_id")).delete()
