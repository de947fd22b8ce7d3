"""Sample minutes of the fictional council: two meetings of a group and two of the board that it reports to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from boards.models import Board, Meeting, Seat
from councils.actors import Actor
from councils.models import Council, Person
from deliverables.models import Deliverable
from indicators.models import Indicator
from minutes.actions import (
    AttendanceRow,
    EntrySaid,
    GuestSaid,
    answer_escalation,
    confirm_minutes,
    declare_interest,
    move_entry,
    note_attendance,
    record_entry,
)
from minutes.models import Attendance, Entry, Guest, Item
from minutes.rules import guest_of
from strategies.models import Strand

from .clock import Clock

MAIN = "send-partnership-board"
GROUP_MEETS_BEFORE = timedelta(days=14)
"""A group meets two weeks before the board that it reports to."""
OFFICER = "Demo Officer"


def add_minutes(
    council: Council, entries: list[dict[str, Any]], people: dict[str, Person], clock: Clock
) -> None:
    """Add the meetings of `entries`, the earliest first, with what they recorded. Everything is a sample."""
    for entry in entries:
        meeting = _meeting(entry, clock)
        _Minuted(meeting, people, Actor.system(council, OFFICER), clock.today).add(entry)


def _meeting(entry: Mapping[str, Any], clock: Clock) -> Meeting:
    """The board's meeting, or one of a group before it. `last` counts the meetings that were held, 1 for the latest."""
    held = Meeting.objects.filter(board__slug=MAIN, held_on__lte=clock.today).order_by("-held_on")
    day: date = held[entry["last"] - 1].held_on
    board = Board.objects.get(slug=entry["board"])
    if board.slug != MAIN:
        day -= GROUP_MEETS_BEFORE
    found, _ = Meeting.objects.get_or_create(
        board=board, held_on=day, defaults={"place": "Civic Hall (fictional)"}
    )
    found.board = board
    return found


class _Minuted:
    """A meeting whose minutes are written, as at its day."""

    def __init__(self, meeting: Meeting, people: Mapping[str, Person], actor: Actor, today: date) -> None:
        self.meeting, self.people, self.actor, self.today = meeting, people, actor, today

    def add(self, entry: Mapping[str, Any]) -> None:
        self._attendance(entry)
        for said in entry.get("declared", []):
            declare_interest(
                meeting=self.meeting,
                who=self._present(said["who"]),
                about=said["about"],
                interest=said["interest"],
                done=said["done"],
                by=self.actor,
                today=self.today,
            )
        for said in entry["entries"]:
            self._record(said)
        if entry.get("confirmed"):
            confirm_minutes(meeting=self.meeting, by=self.actor, today=self.meeting.held_on)

    def _attendance(self, entry: Mapping[str, Any]) -> None:
        instead = entry.get("substitutes", {})
        apologies = {*entry.get("apologies", []), *instead}
        rows = []
        for seat in Seat.objects.filter(board=self.meeting.board).select_related("holder"):
            initials = seat.holder.initials if seat.holder else ""
            state = Attendance.State.APOLOGIES if initials in apologies else Attendance.State.PRESENT
            substitute = GuestSaid(*guest_of(instead[initials])) if initials in instead else None
            rows.append(AttendanceRow(seat, state, substitute))
        guests = [GuestSaid(*guest_of(line)) for line in entry.get("guests", [])]
        note_attendance(
            meeting=self.meeting, rows=rows, guests=guests, by=self.actor, today=self.meeting.held_on
        )

    def _present(self, who: str) -> Attendance | Guest:
        """A guest by name, or a seat by the initials of its holder."""
        guest: Guest | None = Guest.objects.filter(meeting=self.meeting, name=who).first()
        if guest:
            return guest
        row: Attendance = Attendance.objects.get(meeting=self.meeting, person=self.people[who])
        return row

    def _record(self, said: Mapping[str, Any]) -> None:
        if "answers" in said:
            escalation = Entry.objects.get(
                kind="escalation",
                to_board=self.meeting.board,
                meeting__board__slug=said["answers"],
                state="open",
            )
            answer_escalation(
                escalation=escalation,
                meeting=self.meeting,
                to=said["to"],
                words=said["words"],
                by=self.actor,
                today=self.today,
            )
            return
        due = said.get("due")
        entry = record_entry(
            meeting=self.meeting,
            said=EntrySaid(
                kind=said["kind"],
                words=said["words"],
                item=_item(said),
                raised_by=self.people.get(said.get("raised_by", "")),
                owner=self.people.get(said.get("owner", "")),
                due_on=self.meeting.held_on + timedelta(days=due) if due is not None else None,
                to_board=Board.objects.get(slug=said["to"]) if "to" in said else None,
            ),
            by=self.actor,
            today=self.today,
        )
        if became := said.get("became"):
            move_entry(
                entry=entry,
                to=became["to"],
                words=became["words"],
                taken_on=min(self.meeting.held_on + timedelta(days=became["after"]), self.today),
                who=self.people.get(became.get("by", "")),
                by=self.actor,
                today=self.today,
            )


def _item(said: Mapping[str, Any]) -> Item | None:
    """What it is about: a deliverable or an indicator by its title, or a strand by its code."""
    if title := said.get("deliverable"):
        deliverable: Deliverable = Deliverable.objects.get(title=title)
        return deliverable
    if title := said.get("indicator"):
        indicator: Indicator = Indicator.objects.get(title=title)
        return indicator
    if code := said.get("strand"):
        strand: Strand = Strand.objects.get(code=code)
        return strand
    return None
